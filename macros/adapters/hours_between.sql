{% macro _hours_between(start, end) -%}
    cast({{ dbt.datediff(start, end, 'second') }} as {{ flywheel._contract_type('float') }}) / 3600
{%- endmacro %}
