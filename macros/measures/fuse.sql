{% macro _fuse(definitions, period_end=none, partition=[], filtered=false) %}
    {#- All metrics as distinct aggregates ({(number of the grouping, 0 for the rows themselves; text): its number}), and for each metric which
        of them give its value, its numerator and its sample size: what several metrics share is computed once. `period_end`: none for
        now. `partition`: the columns that rows are in order within. `filtered`: whether the relation is one of which some aggregates
        are best asked apart, in queries of their own. -#}
    {%- set fused = {'aggregates': {(0, 'count(*)'): 0}, 'centres': {}, 'befores': {}, 'groups': {}, 'picks': [], 'apart': {}} -%}
    {%- for definition in definitions -%}
        {%- set measured = flywheel._measure_expressions(definition, period_end) -%}
        {%- if measured.by or measured.centre or measured.before -%}
            {%- do measured.update(flywheel._with_columns(fused, measured, partition)) -%}
        {%- endif -%}
        {%- set pick = {'measured': measured} -%}
        {%- for part in ('value', 'numerator', 'sample_size') if part in measured -%}
            {%- set aggregate = (measured.get('group', 0), measured[part] | trim) -%}
            {%- do pick.update({part: fused.aggregates.setdefault(aggregate, fused.aggregates | length)}) -%}
        {%- endfor -%}
        {%- do fused.picks.append(pick) -%}
    {%- endfor -%}
    {%- if fused.aggregates | length > 1600 -%} {%- do flywheel._refuse_so_many(fused) -%} {%- endif -%}
    {%- if filtered -%} {%- do fused.update({'apart': flywheel._asked_apart(fused.aggregates)}) -%} {%- endif -%}
    {{ return(fused) }}
{% endmacro %}


{% macro _refuse_so_many(fused) %}
    {{ exceptions.raise_compiler_error(
        "flywheel: " ~ fused.picks | length ~ " metrics of one relation need " ~ fused.aggregates | length
        ~ " aggregates in one query, wanted at most 1600 (Postgres allows 1664 columns). Split them over two models or tests."
    ) }}
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
            'number': fused.groups | length + 1, 'by': measured.by, 'counts': {}, 'margins': [],
        } -%}
        {%- do fused.groups.update({key: group}) -%}
        {%- if measured.margins -%} {%- do group.margins.append(measured.where) -%} {%- endif -%}
        {%- do parts.update({'group': group.number}) -%}
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
    {%- for part in ('value', 'numerator', 'sample_size') if part in measured -%}
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
