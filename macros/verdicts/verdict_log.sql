{% macro verdict_log(verdicts, told=none) %}
    {#- What is to be told now: verdicts that were never told, and revisions of those that were. `told` are the rows of
        flywheel__verdict_log so far; without it everything is new. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- if told is none %}
    select
        {%- for column in flywheel._verdict_log_columns() %}
        {{ column }},
        {%- endfor %}
        verdict,
        reason,
        cast(0 as {{ flywheel._contract_type('int') }}) as revision,
        {{ flywheel._now() }} as told_at
    from {{ verdicts }}
    where verdict <> 'not_assessed'
    {%- else %}
    {%- set digest = flywheel._hash_sum(['series_id', 'verdict', 'value'], "verdict <> 'not_assessed'") %}
    {%- set from = flywheel._told_from(verdicts, told) %}
    {#- the periods whose verdicts as a whole, told apart by one sum, are not those that were told, or were told more than once -#}
    with periods_to_compare as (
        select coalesce(judged.period_start, told.period_start) as period_start
        from (
            select
                period_start,
                {{ digest }} as digest
            from {{ verdicts }} as verdicts
            where {{ flywheel._from_then_on('verdicts', from) }}
            group by period_start
        ) as judged
        full outer join (
            select
                period_start,
                max(revision) as revisions,
                {{ digest }} as digest
            from {{ told }} as told
            where {{ flywheel._from_then_on('told', from) }}
            group by period_start
        ) as told on judged.period_start = told.period_start
        where
            told.revisions > 0
            or coalesce(judged.digest <> told.digest, judged.digest is not null or told.digest is not null)
    ),

    judged as (
        select verdicts.*
        from {{ verdicts }} as verdicts
        inner join periods_to_compare on verdicts.period_start = periods_to_compare.period_start
        where {{ flywheel._from_then_on('verdicts', from) }}
    ),

    newest_revisions as (
        select
            series_id,
            period_start,
            max(revision) as newest_revision
        from {{ told }} as told
        where {{ flywheel._from_then_on('told', from) }} and revision > 0
        group by series_id, period_start
    ),

    told_last as (
        select told.*
        from {{ told }} as told
        inner join periods_to_compare on told.period_start = periods_to_compare.period_start
        left join newest_revisions
            on told.series_id = newest_revisions.series_id and told.period_start = newest_revisions.period_start
        where {{ flywheel._from_then_on('told', from) }} and told.revision = coalesce(newest_revisions.newest_revision, 0)
    )

    select
        {%- for column, is_key in flywheel._verdict_log_columns().items() %}
        {{ 'coalesce(judged.' ~ column ~ ', told_last.' ~ column ~ ') as ' ~ column if is_key else 'judged.' ~ column }},
        {%- endfor %}
        coalesce(judged.verdict, 'not_assessed') as verdict,
        coalesce(judged.reason, 'no longer measured') as reason,
        cast(coalesce(told_last.revision + 1, 0) as {{ flywheel._contract_type('int') }}) as revision,
        {{ flywheel._now() }} as told_at
    from judged
    full outer join told_last
        on judged.series_id = told_last.series_id and judged.period_start = told_last.period_start
    where
        (told_last.series_id is null and judged.verdict <> 'not_assessed')
        or told_last.verdict <> coalesce(judged.verdict, 'not_assessed')
        or (judged.series_id is not null and told_last.series_id is not null and {{ flywheel._is_another_value('judged.value', 'told_last.value') }})
    {%- endif %}
{% endmacro %}


{% macro _told_from(verdicts, told) %}
    {#- From where on what holds may be another than what was told; none = everywhere, as where all that may change of a metric was
        judged since: so may have been what is final. -#}
    {%- set from = flywheel._looked_through_from(told) -%}
    {%- if from -%}
        {%- set judged_again %}
            select verdicts.metric
            from {{ verdicts }} as verdicts
            where {{ flywheel._from_then_on('verdicts', from) }}
            group by verdicts.subject_type, verdicts.subject, verdicts.metric
            having min(verdicts.judged_at) >= (select max(told.told_at) from {{ told }} as told where {{ flywheel._from_then_on('told', from) }})
        {%- endset -%}
        {%- if run_query(judged_again).rows -%} {%- set from = none -%} {%- endif -%}
    {%- endif -%}
    {{ return(from) }}
{% endmacro %}


{% macro _verdict_log_columns() %}
    {#- What the log keeps of a verdict, {column: whether it says which verdict it is}; besides verdict and reason. -#}
    {%- set columns = {} -%}
    {%- for column in ['subject_type', 'subject', 'metric', 'segment_by', 'segment', 'period_start', 'series_id', 'owner'] -%}
        {%- do columns.update({column: true}) -%}
    {%- endfor -%}
    {%- for column in ['value', 'expected', 'lower', 'upper', 'part_of'] -%}
        {%- do columns.update({column: false}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}


{% macro _is_another_value(one, other) -%}
    {#- The sum of the same rows in another order differs in the last digits: that is no revision. -#}
    (
        ({{ one }} is null and {{ other }} is not null)
        or ({{ one }} is not null and {{ other }} is null)
        or ({{ one }} <> {{ other }} and abs({{ one }} - {{ other }}) > 1e-9 * greatest(abs({{ one }}), abs({{ other }})))
    )
{%- endmacro %}
