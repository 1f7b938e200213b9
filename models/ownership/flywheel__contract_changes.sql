{{ config(
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    on_schema_change='append_new_columns',
) }}

{% if flags.INTROSPECT and is_incremental() -%}
{{ flywheel._contract_changes(ref('flywheel__contract_columns'), seen=this) }}
{#- of `dbt build --empty` every column would be missing #}
{%- if flags.EMPTY %}
where 1 = 0
{%- endif %}
{%- else -%}
{{ flywheel._contract_changes(ref('flywheel__contract_columns')) }}
{%- endif %}
