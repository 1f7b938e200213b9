{% macro _forget_today() %}
    {#- The pre-hook of flywheel__governance_history: what the day's build before this one wrote is written anew. -#}
    {%- if execute and is_incremental() -%}
        delete from {{ this }} where day >= cast({{ flywheel._now() }} as date)
    {%- endif -%}
{% endmacro %}
