{% macro measure_stddev(column, where=none) %}
    {#- Of a sample (n - 1), by the engine's own function: those update a mean as they go and keep their digits at any offset, but not
        always to the last, which would make equal values vary. -#}
    {%- set known = flywheel._finite('cast(' ~ flywheel._only_where(column, where) ~ ' as ' ~ flywheel._type_double() ~ ')') -%}
    {%- set value -%}
    case when min({{ known }}) < max({{ known }}) then stddev_samp({{ known }}) when count({{ known }}) > 1 then 0 end
    {%- endset -%}
    {{ return({'value': value, 'sample_size': 'count(' ~ known ~ ')'}) }}
{% endmacro %}
