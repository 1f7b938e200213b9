{% macro _judge_again() %}
    {#- The pre-hook of flywheel__verdicts: takes back what does not hold any more; the model then judges what is not judged. The series of a
        metric are judged together, and breaches are counted in a row: so a metric is judged again from the first of its periods on
        that was learned again, is new or is gone, or that the newest has made final; and all of it by other settings. -#}
    {%- if execute and is_incremental() -%}
        {%- set expectations, series = ref('flywheel__expectations'), ref('flywheel__series') -%}
        {%- set from = flywheel._judged_from(expectations, series, this) -%}
        {%- do run_query(flywheel._take_back(flywheel._judged_otherwise(expectations, series, this, from), this, from)) -%}
    {%- endif -%}
{% endmacro %}


{% macro _judged_from(expectations, series, verdicts) %}
    {#- From where on verdicts may have changed; none = all of them, as where a metric that began before has no verdict left that holds: what
        is final of it was never judged, or otherwise. -#}
    {%- set from = flywheel._looked_through_from(verdicts) -%}
    {%- if from -%}
        {%- set wholly_changed = run_query(
            'select 1 from (' ~ flywheel._judged_otherwise(expectations, series, verdicts, from) ~ ') as changed where is_wholly_changed'
        ) -%}
        {%- if wholly_changed.rows -%} {%- set from = none -%} {%- endif -%}
    {%- endif -%}
    {{ return(from) }}
{% endmacro %}


{% macro _take_back(changed, verdicts, from) %}
    delete from {{ verdicts }}
    where {{ flywheel._from_then_on(verdicts, from) }} and exists (
        select 1
        from ({{ changed }}) as changed
        where
            changed.judged_by = {{ verdicts }}.judged_by
            and {{ verdicts }}.period_start >= changed.first_period_start
    )
{% endmacro %}


{% macro _judged_otherwise(expectations, series, verdicts, from) %}
    {#- judged_by and first_period_start: from where on a metric has to be judged again, of the periods from `from` on; and is_wholly_changed:
        whether that is all of them, and it began before. As many rows that were learned as late as those that were judged are the same
        rows. -#}
    with metrics as (
        select
            series_id,
            period,
            delay,
            judged_by,
            first_period_start,
            dense_rank() over (order by judged_by) as metric_number
        from (select *, {{ flywheel._judged_by() }} as judged_by from {{ series }}) as settled
    ),

    learned as (
        select
            min(metrics.judged_by) as judged_by,
            min(metrics.period) as period,
            min(metrics.delay) as delay,
            min(metrics.first_period_start) as first_period_start,
            expectations.period_start,
            count(*) as size,
            max(expectations.learned_at) as learned_at
        from {{ expectations }} as expectations
        inner join metrics on expectations.series_id = metrics.series_id
        where {{ flywheel._from_then_on('expectations', from) }}
        group by metrics.metric_number, expectations.period_start
    ),

    judged as (
        select
            judged_by,
            period_start,
            count(*) as size,
            max(learned_at) as learned_at
        from {{ verdicts }} as verdicts
        where {{ flywheel._from_then_on('verdicts', from) }}
        group by judged_by, period_start
    ),

    compared as (
        select
            coalesce(learned.judged_by, judged.judged_by) as judged_by,
            coalesce(learned.period_start, judged.period_start) as period_start,
            coalesce(learned.size = judged.size and learned.learned_at = judged.learned_at, false) as is_same,
            learned.period_start as learned_start,
            judged.period_start as judged_start,
            learned.period,
            learned.delay,
            learned.first_period_start
        from learned
        full outer join judged
            on learned.judged_by = judged.judged_by and learned.period_start = judged.period_start
    ),

    newest as (
        select
            judged_by,
            min(period) as period,
            min(delay) as delay,
            max(learned_start) as learned_start,
            max(judged_start) as judged_start,
            {% if from -%}
            coalesce(max(case when is_same then 1 else 0 end) = 0 and min(first_period_start) < {{ flywheel._moment(from) }}, false)
            {%- else %}false{% endif %} as is_wholly_changed
        from compared
        group by judged_by
    )

    select
        compared.judged_by,
        newest.is_wholly_changed,
        min(compared.period_start) as first_period_start
    from compared
    inner join newest on compared.judged_by = newest.judged_by
    where
        not compared.is_same
        or (
            newest.learned_start <> newest.judged_start
            and {{ flywheel._period_number('compared.period_start', 'newest.period') }}
            > {{ flywheel._period_number('least(newest.learned_start, newest.judged_start)', 'newest.period') }} - newest.delay
        )
    group by compared.judged_by, newest.is_wholly_changed
{% endmacro %}


{% macro _judged_by() -%}
    {#- Of a series, as one text: the metric whose series are judged together, and what its verdicts depend on beside what was learned. -#}
    {{ flywheel._text_of([
        'from_model', 'subject_type', 'subject', 'metric', 'period', 'min_history', 'min_sample_size', 'consecutive', 'delay', 'grace', 'owner',
    ]) }}
{%- endmacro %}
