{% macro verdicts(expectations, series) %}
    {#- Every measurement held against what was expected of it, by its policy: pass, warn, fail or not_assessed, and why. -#}
    {{ flywheel._verdicts(expectations, series) }}
{% endmacro %}


{% macro kept_verdicts(expectations, series, judged=none) %}
    {#- The rows of flywheel__verdicts: verdicts with what they were judged by. With `judged`, its rows so far, those that come after them. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- set from = flywheel._judged_from(expectations, series, judged) if judged else none -%}
    {{ flywheel._verdicts(expectations, series, judged, from, ['judged_by', 'learned_at', 'judged_at']) }}
{% endmacro %}


{% macro _verdicts(expectations, series, judged=none, from=none, kept=[]) %}
    {#- Windows go over numbers; the texts are put beside them last. `from`: what lies before is judged, and final. `kept`: what is kept besides
        of what a verdict rests on. -#}
    with numbered_series as (
        select
            *,
            row_number() over (order by series_id) as series_number,
            dense_rank() over (order by judged_by) as metric_number,
            dense_rank() over (order by judged_by, segment_by) as family_number,
            {{ flywheel._period_number('first_period_start', 'period') }} as first_number
        from (select *, {{ flywheel._judged_by() }} as judged_by from {{ series }}) as settled
    ),

    {% if judged -%}
    judged_until as (
        select
            judged_by,
            max(period_start) as period_start
        from {{ judged }} as judged
        where {{ flywheel._from_then_on('judged', from) }}
        group by judged_by
    ),

    {% endif -%}
    newest as (
        select
            series.metric_number,
            max(expectations.period_number) as newest_number
        from {{ expectations }} as expectations
        inner join numbered_series as series on expectations.series_id = series.series_id
        where {{ flywheel._from_then_on('expectations', from) }}
        group by series.metric_number
    ),

    placed as (
        select
            {%- for column in flywheel._judging_columns() %}
            series.{{ column }},
            {%- endfor %}
            {%- for column in flywheel._judged_columns() + (['learned_at'] if 'learned_at' in kept else []) %}
            expectations.{{ column }},
            {%- endfor %}
            expectations.period_number - series.first_number as age,
            newest.newest_number
        from {{ expectations }} as expectations
        inner join numbered_series as series on expectations.series_id = series.series_id
        inner join newest on series.metric_number = newest.metric_number
        {%- if judged %}
        left join judged_until on series.judged_by = judged_until.judged_by
        where
            {{ flywheel._from_then_on('expectations', from) }}
            and (judged_until.period_start is null or expectations.period_start > judged_until.period_start)
        {%- endif %}
    ),

    assessed as (
        select
            *,
            {{ flywheel._first_that_holds(flywheel._unassessed()) }} as unassessed
        from placed
    ),

    {{ flywheel._false_discoveries('assessed') }},

    breached as (
        select
            *,
            case when unassessed is null then {{ flywheel._first_that_holds(flywheel._breaches()) }} end as breach
        from discovered
    ),

    {{ flywheel._in_a_row('breached', 'numbered_series', judged, from) }},

    {{ flywheel._explained('breached', 'counted', 'numbered_series') }},

    told as (
        select
            *,
            case
                when unassessed is not null then 'not_assessed'
                when breach is null then 'pass'
                when breaches_in_a_row < consecutive or (method = 'xmr' and training_size < 20) then 'warn'
                else 'fail'
            end as verdict,
            {{ flywheel._reason() }} as reason
        from explained
    )

    select
        {%- for column in ['subject_type', 'subject', 'metric', 'segment_by', 'segment'] %}
        series.{{ column }},
        {%- endfor %}
        {%- for column in ['period_start', 'value', 'expected', 'lower', 'upper', 'p_value', 'q_value', 'verdict', 'reason'] %}
        told.{{ column }},
        {%- endfor %}
        series.owner,
        series.method,
        told.sample_size,
        told.training_size,
        told.part_of,
        told.breaches_in_a_row,
        series.series_id,
        series.from_model
        {%- for column in kept %},
        {{ flywheel._now() ~ ' as ' if column == 'judged_at' else 'series.' if column == 'judged_by' else 'told.' }}{{ column }}
        {%- endfor %}
    from told
    inner join numbered_series as series on told.series_number = series.series_number
{% endmacro %}


{% macro _judging_columns() %}
    {#- What has to be known of a series to judge its periods: numbers and short words. -#}
    {{ return([
        'series_number', 'metric_number', 'family_number', 'kind', 'method', 'period', 'min_history', 'min_sample_size', 'consecutive',
        'delay', 'grace', 'false_alarms_per_year', 'hard_min', 'hard_max',
    ]) }}
{% endmacro %}


{% macro _judged_columns() %}
    {#- What has to be known of a period to judge it. -#}
    {{ return([
        'period_start', 'period_number', 'value', 'sample_size', 'numerator', 'known_event', 'expected', 'lower', 'upper', 'p_value',
        'training_size', 'signal',
    ]) }}
{% endmacro %}
