{{ config(
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    on_schema_change='append_new_columns',
) }}

{% if flags.INTROSPECT and is_incremental() -%}
{{ flywheel.verdict_log(ref('flywheel__verdicts'), this) }}
{%- else -%}
{{ flywheel.verdict_log(ref('flywheel__verdicts')) }}
{{ flywheel._by_time() }}
{%- endif %}
