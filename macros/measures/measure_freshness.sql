{% macro measure_freshness(column, until, where=none) %}
    {#- Hours from the newest value of a time column to the end of the period, or to now where there is no period. -#}
    {%- set values = flywheel._only_where(column, where) -%}
    {{ return({
        'value': dbt.datediff('max(' ~ values ~ ')', until, 'second') ~ ' / cast(3600 as ' ~ flywheel._type_double() ~ ')',
        'sample_size': 'count(' ~ values ~ ')',
    }) }}
{% endmacro %}
