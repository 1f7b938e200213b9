{% macro measure_pattern_match(column, pattern, where=none) %}
    {#- Deequ's PatternMatch, but for nulls, which are completeness's business: they are left out. -#}
    {{ return(flywheel._share_of_values(column, flywheel._matches('cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')', pattern), where)) }}
{% endmacro %}
