{% macro drifted_columns(
    model, reference=none, columns=none, reference_where=none, time_column=none, days=7, reference_days=28,
    statistic='psi', min_effect=0.1, false_alarm_rate=0.01, sample_rows=500000, edge_rows=100000, bins=none, test='no_drift', says_unassessed=none
) %}
    {#- The columns whose distribution differs from that of the reference by more than chance and more than `min_effect`; and a row for
        what could not be assessed. One scan of each side, whatever the number of columns. -#}
    {{ flywheel._check_drift_arguments(
        test, reference, reference_where, time_column, days, reference_days, statistic, min_effect, false_alarm_rate,
        sample_rows, edge_rows, bins
    ) }}
    {%- set says_unassessed = (columns is not none) if (says_unassessed is none) else says_unassessed -%}
    {%- if bins is not none -%} {%- set columns = flywheel._frozen_columns(test, columns, bins) -%} {%- endif -%}
    {%- set compared = flywheel._compared_columns(
        test, model, reference or model, columns, [(time_column or '') | lower]
    ) -%}
    {%- if not compared -%}
        {{ return(flywheel._not_assessed_drift(
            'drift could not be assessed: no column is in both relations with a kind of type that can be compared'
        )) }}
    {%- endif -%}
    {%- set moment = flywheel._tested_moment(test, model, time_column) if time_column -%}
    {%- set conditions = flywheel._drift_sides(reference, reference_where, moment, days, reference_days) -%}
    {%- set expressions = {'reference': {}, 'current': {}} -%}
    {%- for column in compared -%}
        {%- do expressions.reference.update({'compared_' ~ column.number: column.reference}) -%}
        {%- do expressions.current.update({'compared_' ~ column.number: column.current}) -%}
    {%- endfor -%}
    {%- set of_values = statistic in ['ks', 'wasserstein'] -%}
    {%- set reference_side = reference or model -%}
    with current_sample {{ flywheel._as_sample(model, sample_rows) }} (
        {{ flywheel._sampled(model, conditions.current, expressions.current, sample_rows) }}
    ),

    {%- if bins is none %}

    reference_sample {{ flywheel._as_sample(reference_side, sample_rows) }} (
        {{ flywheel._sampled(reference_side, conditions.reference, expressions.reference, sample_rows) }}
    ),

    reference_part as (
        {{ flywheel._part_of_sample(
            'reference_sample', reference_side, conditions.reference, expressions.reference, sample_rows, edge_rows
        ) }}
    ),

    edges as (
        {{ flywheel._edges(compared, 'reference_part') }}
    ),

    {{ flywheel._cells_of_sides(
        flywheel._cells(compared, 'reference_sample'), 'select count(*) as side_rows from reference_sample', compared, 'current_sample'
    ) }},
    {%- else %}

    edges as (
        {{ flywheel._frozen_edges(compared, bins) }}
    ),

    {{ flywheel._cells_of_sides(
        flywheel._frozen_cells(compared, bins), 'select coalesce(max(relation_rows), 0) as side_rows from ' ~ bins, compared, 'current_sample'
    ) }},
    {%- endif %}

    {{ flywheel._bins(compared, 'cells') }},

    {%- if of_values %}

    current_part as (
        {{ flywheel._part_of_sample('current_sample', model, conditions.current, expressions.current, sample_rows, edge_rows) }}
    ),

    {{ flywheel._value_statistics(compared | rejectattr('kind', 'equalto', 'category') | list, 'reference_part', 'current_part') }},
    {%- endif %}

    {{ flywheel._judged_drift(statistic, min_effect, false_alarm_rate, says_unassessed) }}
{% endmacro %}
