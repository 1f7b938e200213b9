{% macro unknown_use_cases(model, column_name) %}
    {#- The use cases of a model that no exposure of type ml declares. Read from the graph, so that the test needs no other model. -#}
    {%- set declared = [] -%}
    {%- if execute -%}
        {%- for exposure in graph.exposures.values() if exposure.type == 'ml' -%}
            {%- do declared.append(dbt.string_literal(dbt.escape_single_quotes(exposure.name))) -%}
        {%- endfor -%}
    {%- endif -%}
    select
        {{ column_name }} as use_case,
        count(*) as row_count,
        'no exposure of type ml is called ' || {{ column_name }} || '; declared: '
            || {{ dbt.string_literal(dbt.escape_single_quotes((declared | join(', ') | replace("'", '')) or 'none')) }} as reason
    from {{ model }}
    where
        {{ column_name }} is not null
        {%- if declared %}
        and {{ column_name }} not in ({{ declared | join(', ') }})
        {%- endif %}
    group by {{ column_name }}
{% endmacro %}
