{% macro measure_pattern_match(column, pattern, where=none) %}
    {#- Deequ's PatternMatch, but for nulls, which are completeness's business: they are left out. -#}
    {{ return(flywheel._share_of_values(column, flywheel._matches('cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')', pattern), where)) }}
{% endmacro %}


{% macro _share_of_values(column, condition, where) %}
    {#- The share of the values of a column that meet a condition, nulls left out. -#}
    {%- set known = flywheel._both(column ~ ' is not null', where) -%}
    {{ return({
        'numerator': flywheel._count_where(flywheel._both(condition, where)),
        'sample_size': 'count(' ~ flywheel._only_where(column, where) ~ ')',
        'at_fault': column ~ ' is not null and not coalesce((' ~ condition ~ '), false)',
    }) }}
{% endmacro %}
