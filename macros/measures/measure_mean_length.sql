{% macro measure_mean_length(column, where=none) %}
    {{ return(flywheel.measure_mean(flywheel._length(column), where)) }}
{% endmacro %}


{% macro _length(column) -%}
    length(cast({{ column }} as {{ dbt.type_string() }}))
{%- endmacro %}
