{% macro _look_back(relation, columns, past=none) %}
    {#- `relation` with columns that look back over earlier periods of the same series; nothing ever looks forward.

        `columns`: {name: [aggregate, expression, first, last]}, where the aggregate (mean, sum, count, stddev or median) is over the
        periods from `first` to `last` before the judged one (0 is the judged one itself); or {name: [aggregate, expression,
        cycles, 'phase']}: over the same phase of that many cycles before ('phase_by_date' where cycles differ in length). A period that is missing counts as a period, so a
        gap does not stretch a window.

        Without `past`, `relation` is whole series without gaps, and everything is judged at once, by windows. With it,
        `relation` is one period of each series, and `past` the periods that were judged before, with all their columns: what
        a new day costs does not grow with the history. Both give the same. -#}
    {%- if past -%}
        {{ flywheel._look_back_from_one_period(relation, columns, past) }}
    {%- else -%}
        {{ return(adapter.dispatch('_look_back_over_all', 'flywheel')(relation, columns)) }}
    {%- endif -%}
{% endmacro %}


{% macro _look_back_from_one_period(relation, columns, past) %}
    {%- set keys = 'series_id, period_number, phase, cycle' -%}
    {%- set reach = namespace(periods=1, cycles=0) -%}
    {%- for aggregate, expression, first, last in columns.values() -%}
        {%- if last is string -%} {%- set reach.cycles = [reach.cycles, first] | max -%}
        {%- else -%} {%- set reach.periods = [reach.periods, first] | max -%} {%- endif -%}
    {%- endfor -%}
    select
        judged.*
        {%- for column, (aggregate, expression, first, last) in columns.items() %},
        {{ 'coalesce(looked_back.' ~ column ~ ', 0)' if aggregate == 'count' else 'looked_back.' ~ column }} as {{ column }}
        {%- endfor %}
    from {{ relation }} as judged
    left join (
        select
            judged.series_id
            {%- for column, (aggregate, expression, first, last) in columns.items() %}
            {%- set is_inside = 'history.phase = judged.phase and judged.cycle - history.cycle between 1 and ' ~ first
                if last is string else 'judged.period_number - history.period_number between ' ~ last ~ ' and ' ~ first %},
            {{ flywheel._aggregate(aggregate, 'case when ' ~ is_inside ~ ' then history.' ~ column ~ ' end') }} as {{ column }}
            {%- endfor %}
        from {{ relation }} as judged
        inner join (
            {%- for source in [past, relation] %}
            select
                {{ keys }}
                {%- for column, (aggregate, expression, first, last) in columns.items() %},
                {{ expression }} as {{ column }}
                {%- endfor %}
            from {{ source }}{{ ' as past' if loop.first }}
            {{ 'union all' if not loop.last }}
            {%- endfor %}
        ) as history
            on
                judged.series_id = history.series_id
                and (
                    history.period_number between judged.period_number - {{ reach.periods }} and judged.period_number
                    {%- if reach.cycles %}
                    or (history.phase = judged.phase and history.cycle between judged.cycle - {{ reach.cycles }} and judged.cycle - 1)
                    {%- endif %}
                )
        group by judged.series_id
    ) as looked_back on judged.series_id = looked_back.series_id
{% endmacro %}


{% macro _aggregate(aggregate, expression) -%}
    {%- if aggregate == 'median' -%} {{ flywheel._quantile(expression, 0.5) }}
    {%- else -%} {{ {'mean': 'avg', 'stddev': 'stddev_samp'}.get(aggregate, aggregate) }}({{ expression }}) {%- endif -%}
{%- endmacro %}


{% macro _frame(first, last) -%}
    {%- if last is string -%}
        partition by series_id, phase order by cycle {{ 'range' if last == 'phase_by_date' else 'rows' }} between {{ first }} preceding and 1 preceding
    {%- else -%}
        partition by series_id order by period_number
        rows between {{ first }} preceding and {{ last ~ ' preceding' if last else 'current row' }}
    {%- endif -%}
{%- endmacro %}


{% macro default___look_back_over_all(relation, columns) %}
    {#- Engines without a median over a window: each period is joined to its window for those. -#}
    select
        judged.*
        {%- for column, (aggregate, expression, first, last) in columns.items() if aggregate != 'median' %},
        {{ flywheel._aggregate(aggregate, expression) }} over ({{ flywheel._frame(first, last) }}) as {{ column }}
        {%- endfor %}
        {%- for column, (aggregate, expression, first, last) in columns.items() if aggregate == 'median' %},
        {{ column }}_windows.{{ column }}
        {%- endfor %}
    from {{ relation }} as judged
    {%- for column, (aggregate, expression, first, last) in columns.items() if aggregate == 'median' %}
    left join (
        select
            here.series_id as median_series_id,
            here.period_number as median_period_number,
            {{ flywheel._aggregate('median', 'history.item') }} as {{ column }}
        from {{ relation }} as here
        inner join (select series_id as item_series_id, period_number as item_number, phase as item_phase, cycle as item_cycle, {{ expression }} as item from {{ relation }}) as history
            on
                here.series_id = history.item_series_id
                {%- if last is string %}
                and here.phase = history.item_phase and here.cycle - history.item_cycle between 1 and {{ first }}
                {%- else %}
                and here.period_number - history.item_number between {{ last }} and {{ first }}
                {%- endif %}
        group by here.series_id, here.period_number
    ) as {{ column }}_windows
        on
            judged.series_id = {{ column }}_windows.median_series_id
            and judged.period_number = {{ column }}_windows.median_period_number
    {%- endfor %}
{% endmacro %}


{% macro duckdb___look_back_over_all(relation, columns) %}
    select
        *
        {%- for column, (aggregate, expression, first, last) in columns.items() %},
        {% if aggregate == 'median' and first < 30 -%}
        {#- over a short window, a list and its median are faster than median() -#}
        list_median(list({{ expression }}) over ({{ flywheel._frame(first, last) }}))
        {%- else -%}
        {{ 'median(' ~ expression ~ ')' if aggregate == 'median' else flywheel._aggregate(aggregate, expression) }} over ({{ flywheel._frame(first, last) }})
        {%- endif %} as {{ column }}
        {%- endfor %}
    from {{ relation }}
{% endmacro %}


{% macro postgres___look_back_over_all(relation, columns) %}
    {#- No median over a window, but arrays: each window is gathered and then summed up. -#}
    select
        gathered.*
        {%- for column, (aggregate, expression, first, last) in columns.items() if aggregate == 'median' %},
        (select {{ flywheel._aggregate('median', 'item') }} from unnest(gathered.gathered_{{ column }}) as items (item)) as {{ column }}
        {%- endfor %}
    from (
        select
            *
            {%- for column, (aggregate, expression, first, last) in columns.items() %},
            {{ 'array_agg(' ~ expression ~ ')' if aggregate == 'median' else flywheel._aggregate(aggregate, expression) }}
            over ({{ flywheel._frame(first, last) }}) as {{ 'gathered_' if aggregate == 'median' }}{{ column }}
            {%- endfor %}
        from {{ relation }}
    ) as gathered
{% endmacro %}
