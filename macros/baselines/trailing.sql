{% macro _trailing(relation, partition_by, order_by, preceding, columns) %}
    {#- `relation` with columns that look back over the rows before each row, itself left out. `order_by` is a whole number
        and `preceding` how far back it goes, so a gap does not stretch the window.
        `columns`: {new column: [aggregate, expression]}, where the aggregate is count, or a number: that quantile. -#}
    {{ return(adapter.dispatch('_trailing', 'flywheel')(relation, partition_by, order_by, preceding, columns)) }}
{% endmacro %}


{% macro default___trailing(relation, partition_by, order_by, preceding, columns) %}
    {#- Engines without an ordered-set aggregate over a frame: each row is joined to its window. -#}
    select
        judged.*
        {%- for column in columns %},
        look_back.{{ column }}
        {%- endfor %}
    from {{ relation }} as judged
    left join (
        select
            {%- for key in partition_by + [order_by] %}
            judged_row.{{ key }},
            {%- endfor %}
            {%- for column, (aggregate, expression) in columns.items() %}
            {% if aggregate is number -%} {{ flywheel._quantile('earlier.' ~ expression, aggregate) }}
            {%- else -%} {{ aggregate }}(earlier.{{ expression }}) {%- endif %} as {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ relation }} as judged_row
        inner join {{ relation }} as earlier
            on
                {%- for key in partition_by %}
                judged_row.{{ key }} = earlier.{{ key }} and
                {%- endfor %}
                earlier.{{ order_by }} between judged_row.{{ order_by }} - {{ preceding }} and judged_row.{{ order_by }} - 1
        group by {% for key in partition_by + [order_by] %}judged_row.{{ key }}{{ ', ' if not loop.last }}{% endfor %}
    ) as look_back
        on
            {%- for key in partition_by + [order_by] %}
            judged.{{ key }} = look_back.{{ key }}{{ ' and' if not loop.last }}
            {%- endfor %}
{% endmacro %}


{% macro duckdb___trailing(relation, partition_by, order_by, preceding, columns) %}
    select
        *
        {%- for column, (aggregate, expression) in columns.items() %},
        {{ flywheel._quantile(expression, aggregate) if aggregate is number else aggregate ~ '(' ~ expression ~ ')' }} over look_back_{{ loop.index }} as {{ column }}
        {%- endfor %}
    from {{ relation }}
    window
    {%- for column in columns %}
        look_back_{{ loop.index }} as (
            partition by {{ partition_by | join(', ') }} order by {{ order_by }}
            range between {{ preceding }} preceding and 1 preceding
        ){{ ',' if not loop.last }}
    {%- endfor %}
{% endmacro %}


{% macro postgres___trailing(relation, partition_by, order_by, preceding, columns) %}
    {#- Postgres has no ordered-set aggregate over a frame, but arrays: each row's window is gathered and then summed up.
        Unlike a join this costs the same whatever the planner believes of the relation's size. -#}
    select
        gathered.*
        {%- for column, (aggregate, expression) in columns.items() %},
        (
            select {{ flywheel._quantile('item', aggregate) if aggregate is number else aggregate ~ '(item)' }}
            from unnest(gathered.gathered_{{ column }}) as items (item)
        ) as {{ column }}
        {%- endfor %}
    from (
        select
            *
            {%- for column, (aggregate, expression) in columns.items() %},
            array_agg({{ expression }}) over (
                partition by {{ partition_by | join(', ') }} order by {{ order_by }}
                range between {{ preceding }} preceding and 1 preceding
            ) as gathered_{{ column }}
            {%- endfor %}
        from {{ relation }}
    ) as gathered
{% endmacro %}
