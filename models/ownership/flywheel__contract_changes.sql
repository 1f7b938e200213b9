{{ config(
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    on_schema_change='append_new_columns',
) }}

{% if flags.INTROSPECT and is_incremental() -%}
{{ flywheel._contract_changes(ref('flywheel__contract_columns'), seen=this) }}
{%- else -%}
{{ flywheel._contract_changes(ref('flywheel__contract_columns')) }}
{%- endif %}
