{% macro _look_back(relation, columns, past=none) %}
    {#- `relation` with columns that look back over earlier periods of the same series; nothing ever looks forward.

        `columns`: {name: [aggregate, expression, first, last]}, where the aggregate (mean, sum, count, stddev or median) is over the
        periods from `first` to `last` before the judged one (0 is the judged one itself); or {name: [aggregate, expression,
        cycles, 'every 7']}: over the same phase of that many cycles before, of 7 periods each ('by date' where cycles differ in
        length). A period that is missing counts as a period, so a gap does not stretch a window.

        Without `past`, `relation` is whole series without gaps, and everything is judged at once, by windows. With it,
        `relation` is one period of each series, and `past` a namespace: its `relation` are the periods that were judged before, with
        all their columns, and its `reach` becomes how many periods back anything looks, so that what a new day costs does not grow
        with the history. Both give the same. -#}
    {%- if past -%}
        {{ flywheel._look_back_from_one_period(relation, columns, past) }}
    {%- else -%}
        {{ return(adapter.dispatch('_look_back_over_all', 'flywheel')(relation, columns)) }}
    {%- endif -%}
{% endmacro %}


{% macro _look_back_from_one_period(relation, columns, past) %}
    {%- set reach = namespace(periods=1, phases=[]) -%}
    {%- for aggregate, expression, first, last in columns.values() -%}
        {%- if last is string -%} {%- do reach.phases.append(flywheel._is_inside(first, last)) -%}
        {%- else -%} {%- set reach.periods = [reach.periods, first] | max -%} {%- endif -%}
        {%- set past.reach = [past.reach, first * flywheel._cycle_length(last) if last is string else first] | max -%}
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
            {%- for column, (aggregate, expression, first, last) in columns.items() %},
            {{ flywheel._aggregate(aggregate, 'case when ' ~ flywheel._is_inside(first, last) ~ ' then history.' ~ column ~ ' end') }} as {{ column }}
            {%- endfor %}
        from {{ relation }} as judged
        inner join (
            {%- for source in [past.relation, relation] %}
            select
                series_id,
                period_number
                {%- if columns.values() | selectattr(3, 'equalto', 'by date') | list %},
                phase,
                cycle
                {%- endif %}
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
                    {%- for is_inside in reach.phases | unique %}
                    or ({{ is_inside }})
                    {%- endfor %}
                )
        group by judged.series_id
    ) as looked_back on judged.series_id = looked_back.series_id
{% endmacro %}


{% macro _is_inside(first, last) -%}
    {#- Whether a period of `history` is in the window of the `judged` one. -#}
    {%- if last == 'by date' -%}
        history.phase = judged.phase and judged.cycle - history.cycle between 1 and {{ first }}
    {%- elif last is string -%}
        {%- set length = flywheel._cycle_length(last) -%}
        mod(judged.period_number - history.period_number, {{ length }}) = 0
        and judged.period_number - history.period_number between {{ length }} and {{ first * length }}
    {%- else -%}
        judged.period_number - history.period_number between {{ last }} and {{ first }}
    {%- endif -%}
{%- endmacro %}


{% macro _cycle_length(every) %}
    {#- In periods, and no less: of cycles that differ in length, which are months of days, 31. -#}
    {{ return(31 if every == 'by date' else every.split(' ')[1] | int) }}
{% endmacro %}


{% macro _aggregate(aggregate, expression) -%}
    {%- if aggregate == 'median' -%} {{ flywheel._quantile(expression, 0.5) }}
    {%- else -%} {{ {'mean': 'avg', 'stddev': 'stddev_samp'}.get(aggregate, aggregate) }}({{ expression }}) {%- endif -%}
{%- endmacro %}


{% macro _frame(first, last) -%}
    {%- if last == 'by date' -%}
        partition by series_id, phase order by cycle range between {{ first }} preceding and 1 preceding
    {%- elif last is string -%}
        partition by series_id, mod(period_number, {{ flywheel._cycle_length(last) }}) order by period_number
        rows between {{ first }} preceding and 1 preceding
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
            judged.series_id as median_series_id,
            judged.period_number as median_period_number,
            {{ flywheel._aggregate('median', 'history.item') }} as {{ column }}
        from {{ relation }} as judged
        inner join (
            select
                series_id,
                period_number,
                {%- if last == 'by date' %}
                phase,
                cycle,
                {%- endif %}
                {{ expression }} as item
            from {{ relation }}
        ) as history
            on judged.series_id = history.series_id and {{ flywheel._is_inside(first, last) }}
        group by judged.series_id, judged.period_number
    ) as {{ column }}_windows
        on
            judged.series_id = {{ column }}_windows.median_series_id
            and judged.period_number = {{ column }}_windows.median_period_number
    {%- endfor %}
{% endmacro %}


{% macro duckdb___look_back_over_all(relation, columns) %}
    {#- To sort is what is slow, and lags of one order are sorted once: so a window of one period is a lag, and the median of a
        short one is that of a list of lags. -#}
    {%- set lag = ' over (partition by series_id order by period_number)' %}
    select
        *
        {%- for column, (aggregate, expression, first, last) in columns.items() %},
        {% if aggregate in ('sum', 'mean') and first == last -%}
        lag({{ expression }}, {{ first }}){{ lag }}
        {%- elif aggregate == 'median' and first < 30 and last != 'by date' -%}
        {%- set step = flywheel._cycle_length(last) if last is string else 1 -%}
        {%- set nearest = step if last is string else last -%}
        list_median([
            {%- for periods in range(nearest, first * step + 1, step) %}
            lag({{ expression }}, {{ periods }}){{ lag ~ (',' if not loop.last) }}
            {%- endfor %}
        ])
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
