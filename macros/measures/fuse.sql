{% macro _fuse(metrics, period_end=none, partition=[], filtered=false) %}
    {#- All metrics as distinct aggregates ({text: its number}), and for each metric which of them give its value, its sample size and its
        numerator: what several metrics share is computed once. `period_end`: none for now. `partition`: the columns that rows
        are in order within. `filtered`: whether the relation is one of which counts by a condition, and extremes, are best asked
        apart. -#}
    {%- set fused = {'aggregates': {}, 'centres': {}, 'befores': {}, 'groups': {}, 'picks': [], 'extremes': [], 'counts': {}} -%}
    {%- set double = flywheel._type_double() -%}
    {%- set known = flywheel.measures() -%}
    {%- for name, definition in metrics.items() -%}
        {%- set measured = flywheel._measure_expressions(name, definition, period_end, known) -%}
        {%- if measured.by or measured.centre or measured.before -%}
            {%- do measured.update(flywheel._with_columns(fused, measured, partition)) -%}
        {%- endif -%}
        {%- set group = measured.group -%}
        {%- set aggregates = group.aggregates if group else fused.aggregates -%}
        {%- set prefix = 'group_' ~ group.number ~ '_aggregate_' if group else 'aggregate_' -%}
        {%- set pick = {'number': loop.index, 'measured': measured} -%}
        {%- for part in ('value', 'numerator', 'failing', 'sample_size') if part in measured -%}
            {%- set aggregate = measured[part] | trim -%}
            {%- if aggregate not in aggregates -%} {%- do aggregates.update({aggregate: aggregates | length}) -%} {%- endif -%}
            {%- set column = prefix ~ aggregates[aggregate] -%}
            {%- do pick.update({part: 'coalesce(' ~ column ~ ', 0)' if group and part != 'value' else column}) -%}
        {%- endfor -%}
        {%- if 'failing' in pick -%} {%- do pick.update({'numerator': pick.sample_size ~ ' - ' ~ pick.failing}) -%} {%- endif -%}
        {%- if 'value' not in pick -%}
            {%- do pick.update({
                'value': 'cast(' ~ pick.numerator ~ ' as ' ~ double ~ ') / nullif(' ~ pick.sample_size ~ ', 0)'
            }) -%}
        {%- endif -%}
        {%- do fused.picks.append(pick) -%}
    {%- endfor -%}
    {%- if not fused.aggregates -%} {%- do fused.aggregates.update({'count(*)': 0}) -%} {%- endif -%}
    {%- if fused.aggregates | length > 1600 -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ metrics | length ~ " metrics of one relation need " ~ fused.aggregates | length
            ~ " aggregates in one query, wanted at most 1600 (Postgres allows 1664 columns). Split them over two models or tests."
        ) }}
    {%- endif -%}
    {%- if filtered -%} {%- do fused.update(flywheel._asked_apart(fused.aggregates.keys())) -%} {%- endif -%}
    {{ return(fused) }}
{% endmacro %}


{% macro _with_columns(fused, measured, partition) %}
    {#- The aggregates of a measure that needs more than the rows as they are, with the columns that are made for it: the mean it
        starts from, the value of the row before, or those of a grouping, which it shares with all measures by the same columns. A
        group counts its rows once for each `where` among these measures, which is flywheel_group_rows to a measure; with `margins`,
        a grouping by two columns also has the rows with the same first value (flywheel_first_rows) and the same second
        (flywheel_second_rows). -#}
    {%- set parts = {} -%}
    {%- set stands_for = {} -%}
    {%- if measured.by -%}
        {%- set key = measured.by | join(', ') -%}
        {%- set group = fused.groups.get(key) or {
            'number': fused.groups | length + 1, 'by': measured.by, 'counts': {}, 'margins': [], 'aggregates': {},
        } -%}
        {%- do fused.groups.update({key: group}) -%}
        {%- if measured.margins -%} {%- do group.margins.append(measured.where) -%} {%- endif -%}
        {%- do parts.update({'group': group}) -%}
        {%- set count = group.counts.setdefault(measured.where, group.counts | length) -%}
        {%- for rows in ('flywheel_group_rows', 'flywheel_first_rows', 'flywheel_second_rows') -%}
            {%- do stands_for.update({rows: rows ~ '_' ~ count}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if measured.centre -%}
        {%- set centre = fused.centres.setdefault('avg(' ~ measured.centre ~ ')', fused.centres | length) -%}
        {%- do stands_for.update({'flywheel_centre': '(select centre_' ~ centre ~ ' from centres)'}) -%}
    {%- endif -%}
    {%- if measured.before -%}
        {%- set before = fused.befores.setdefault(flywheel._value_before(partition, **measured.before), fused.befores | length) -%}
        {%- do stands_for.update({'flywheel_value_before': 'flywheel_value_before_' ~ before}) -%}
    {%- endif -%}
    {%- for part in ('value', 'numerator', 'failing', 'sample_size') if part in measured -%}
        {%- set aggregate = namespace(text=measured[part]) -%}
        {%- for placeholder, column in stands_for.items() -%}
            {%- set aggregate.text = aggregate.text | replace(placeholder, column) -%}
        {%- endfor -%}
        {%- do parts.update({part: aggregate.text}) -%}
    {%- endfor -%}
    {{ return(parts) }}
{% endmacro %}


{% macro _value_before(partition, column, order_by, within, where) -%}
    lag({{ column }}) over (
        partition by {{ (partition + within + ['case when ' ~ where ~ ' then 1 else 0 end']) | join(', ') }} order by {{ order_by }}
    )
{%- endmacro %}


{% macro _pick(picks, part, family) -%}
    {#- The part (value, sample_size or numerator) of the metric that a row of metric_names stands for. -#}
    {%- set type = flywheel._contract_type(family) -%}
    case metric_names.metric_number
    {%- for pick in picks if part in pick %}
        when {{ pick.number }} then cast({{ pick[part] }} as {{ type }})
    {%- else %}
        when 0 then cast(null as {{ type }})
    {%- endfor %}
    end
{%- endmacro %}
