{% macro verdicts(baselines) %}
    {#- Every measurement held against its baseline by its policy: pass, warn, fail or not_assessed, and why. -#}
    with judged as (
        select
            *,
            dense_rank() over (
                partition by from_model, subject, metric order by period_start desc
            ) as periods_from_newest
        from {{ baselines }}
    ),

    assessed as (
        select
            *,
            case
                when known_event is not null then 'in a known event: ' || known_event
                when periods_from_newest <= delay then 'this period may still change'
                when value is null then 'no value in this period'
                -- a count is not made of a sample: none is as good a count as any
                when sample_size < min_sample_size and value != sample_size
                    then 'only ' || {{ flywheel._number_text('sample_size') }} || ' rows, wanted '
                        || {{ flywheel._number_text('min_sample_size') }}
                when
                    method != 'fixed' and hard_min is null and hard_max is null and training_size < min_history
                    then 'only ' || {{ flywheel._number_text('training_size') }} || ' earlier periods to learn from, wanted '
                        || {{ flywheel._number_text('min_history') }}
                when method = 'fixed' and hard_min is null and hard_max is null then 'no bound is set'
                when lower is null and upper is null and hard_min is null and hard_max is null
                    then 'too few earlier periods for limits: ' || {{ flywheel._number_text('training_size') }}
            end as not_assessed_because,
            case
                when value < hard_min
                    then {{ flywheel._number_text('value') }} || ' is below ' || {{ flywheel._number_text('hard_min') }}
                        || ', the least allowed'
                when value > hard_max
                    then {{ flywheel._number_text('value') }} || ' is above ' || {{ flywheel._number_text('hard_max') }}
                        || ', the most allowed'
                when value < lower and training_size >= min_history and direction in ('down', 'both')
                    then {{ flywheel._number_text('value') }} || ' is below ' || {{ flywheel._number_text('lower') }}
                        || ', the least to be expected; ' || {{ flywheel._number_text('expected') }}
                        || ' was expected from ' || {{ flywheel._number_text('training_size') }} || ' earlier periods'
                when value > upper and training_size >= min_history and direction in ('up', 'both')
                    then {{ flywheel._number_text('value') }} || ' is above ' || {{ flywheel._number_text('upper') }}
                        || ', the most to be expected; ' || {{ flywheel._number_text('expected') }}
                        || ' was expected from ' || {{ flywheel._number_text('training_size') }} || ' earlier periods'
            end as breach
        from judged
    ),

    {#- A run of breaches is told by two row numbers that stay the same distance apart. -#}
    numbered as (
        select
            *,
            row_number() over (
                partition by series_id, case when not_assessed_because is null then 1 else 0 end order by period_start
            )
            - row_number() over (
                partition by series_id, case when not_assessed_because is null then 1 else 0 end, case when breach is null then 0 else 1 end
                order by period_start
            ) as run_number
        from assessed
    ),

    counted as (
        select
            *,
            row_number() over (
                partition by
                    series_id, run_number, case when not_assessed_because is null then 1 else 0 end, case when breach is null then 0 else 1 end
                order by period_start
            ) as breaches_in_a_row
        from numbered
    )

    select
        subject_type,
        subject,
        metric,
        segment_by,
        segment,
        period_start,
        value,
        expected,
        lower,
        upper,
        p_value,
        cast(null as {{ flywheel._type_double() }}) as q_value,
        case
            when not_assessed_because is not null then 'not_assessed'
            when breach is null then 'pass'
            when breaches_in_a_row < consecutive then 'warn'
            else 'fail'
        end as verdict,
        case
            when not_assessed_because is not null then not_assessed_because
            when breach is null then 'within what was expected'
            when consecutive > 1
                then breach || ' (breach ' || {{ flywheel._number_text('breaches_in_a_row') }} || ' in a row; it fails at '
                    || {{ flywheel._number_text('consecutive') }} || ')'
            else breach
        end as reason,
        owner,
        method,
        sample_size,
        series_id,
        from_model
    from counted
{% endmacro %}
