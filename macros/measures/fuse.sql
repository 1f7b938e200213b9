{% macro _fuse(metrics, period_end, partition=[], filtered=false) %}
    {#- All metrics as lists of distinct aggregates, and for each metric which of them give its value, its sample size and its
        numerator: what several metrics share is computed once. `partition`: the columns that rows are in order within.
        `filtered`: whether the relation is one of which counts by a condition, and extremes, are best asked apart. -#}
    {%- set double = flywheel._type_double() -%}
    {%- set fused = {'aggregates': [], 'extremes': [], 'centres': [], 'befores': [], 'groups': {}, 'picks': []} -%}
    {%- for name, definition in metrics.items() -%}
        {%- set measured = flywheel._measure_expressions(name, definition, period_end) -%}
        {%- set group = flywheel._group_of(fused, measured) if measured.by else none -%}
        {%- set stands_for = {} -%}
        {%- if group -%}
            {%- set count = flywheel._shared(group.counts, measured.where) -%}
            {%- for placeholder in ('flywheel_group_rows', 'flywheel_first_rows', 'flywheel_second_rows') -%}
                {%- do stands_for.update({placeholder: placeholder ~ '_' ~ count}) -%}
            {%- endfor -%}
        {%- endif -%}
        {%- if measured.centre -%}
            {%- set centre = flywheel._shared(fused.centres, 'avg(' ~ measured.centre ~ ')') -%}
            {%- do stands_for.update({'flywheel_centre': '(select centre_' ~ centre ~ ' from centres)'}) -%}
        {%- endif -%}
        {%- if measured.before -%}
            {%- set before = flywheel._shared(fused.befores, flywheel._value_before(partition, **measured.before)) -%}
            {%- do stands_for.update({'flywheel_value_before': 'flywheel_value_before_' ~ before}) -%}
        {%- endif -%}
        {%- set pick = {'number': loop.index, 'measured': measured} -%}
        {%- for part in ('value', 'numerator', 'failing', 'sample_size') if part in measured -%}
            {%- set aggregate = namespace(text=measured[part] | trim) -%}
            {%- for placeholder, column in stands_for.items() -%}
                {%- set aggregate.text = aggregate.text | replace(placeholder, column) -%}
            {%- endfor -%}
            {%- if group -%}
                {%- set column = 'group_' ~ group.number ~ '_aggregate_' ~ flywheel._shared(group.aggregates, aggregate.text) -%}
                {%- do pick.update({part: column if part == 'value' else 'coalesce(' ~ column ~ ', 0)'}) -%}
            {%- elif filtered and flywheel._is_known_extreme(aggregate.text) -%}
                {%- do pick.update({part: 'extreme_' ~ flywheel._shared(fused.extremes, aggregate.text)}) -%}
            {%- else -%}
                {%- set text = flywheel._as_filtered_count(aggregate.text) if filtered else aggregate.text -%}
                {%- do pick.update({part: 'aggregate_' ~ flywheel._shared(fused.aggregates, text)}) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if 'failing' in pick -%} {%- do pick.update({'numerator': pick.sample_size ~ ' - ' ~ pick.failing}) -%} {%- endif -%}
        {%- if 'value' not in pick -%}
            {%- do pick.update({
                'value': 'cast(' ~ pick.numerator ~ ' as ' ~ double ~ ') / nullif(' ~ pick.sample_size ~ ', 0)'
            }) -%}
        {%- endif -%}
        {%- do fused.picks.append(pick) -%}
    {%- endfor -%}
    {%- if not fused.aggregates -%} {%- do fused.aggregates.append('count(*)') -%} {%- endif -%}
    {%- if fused.aggregates | length > 1600 -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ metrics | length ~ " metrics of one relation need " ~ fused.aggregates | length
            ~ " aggregates in one query, wanted at most 1600 (Postgres allows 1664 columns). Split them over two models or tests."
        ) }}
    {%- endif -%}
    {{ return(fused) }}
{% endmacro %}


{% macro _shared(list, item) %}
    {#- The place of an item in a list, which it is added to if it is not there. -#}
    {%- if item not in list -%} {%- do list.append(item) -%} {%- endif -%}
    {{ return(list.index(item)) }}
{% endmacro %}


{% macro _group_of(fused, measured) %}
    {#- The grouping that a measure over groups of equal values shares with all others by the same columns. A group counts its rows
        once for each `where` among them, which is flywheel_group_rows to the measure; with `margins`, a grouping by two columns
        also has the rows with the same first value (flywheel_first_rows) and the same second (flywheel_second_rows). -#}
    {%- set key = measured.by | join(', ') -%}
    {%- if key not in fused.groups -%}
        {%- do fused.groups.update({key: {
            'number': fused.groups | length + 1, 'by': measured.by, 'counts': [], 'margins': [], 'aggregates': [],
        }}) -%}
    {%- endif -%}
    {%- if measured.margins -%} {%- do fused.groups[key].margins.append(measured.where) -%} {%- endif -%}
    {{ return(fused.groups[key]) }}
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
