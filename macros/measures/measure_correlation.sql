{% macro measure_correlation(column, other, where=none) %}
    {#- Pearson's, over rows in which both are known, by the engine's own function. -#}
    {%- set float = flywheel._type_double() -%}
    {%- set known = flywheel._both(column ~ ' is not null and ' ~ other ~ ' is not null', where) -%}
    {%- set left = flywheel._finite('cast(' ~ flywheel._only_where(column, known) ~ ' as ' ~ float ~ ')') -%}
    {%- set right = flywheel._finite('cast(' ~ flywheel._only_where(other, known) ~ ' as ' ~ float ~ ')') -%}
    {%- set value -%}
    case
        when min({{ left }}) < max({{ left }}) and min({{ right }}) < max({{ right }})
            then corr({{ left }}, {{ right }})
    end
    {%- endset -%}
    {{ return({'value': value, 'sample_size': flywheel._count_where(known)}) }}
{% endmacro %}
