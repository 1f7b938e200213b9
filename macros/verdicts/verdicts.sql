{% macro verdicts(baselines) %}
    {#- Every measurement held against its baseline by its policy: pass, warn, fail or not_assessed, and why. -#}
    with placed as (
        select
            *,
            max(period_number) over (partition by from_model, subject, metric, period) as newest_number,
            {{ flywheel._periods_since('first_period_start', 'period_number', 'period') }} as age
        from {{ baselines }}
    ),

    assessed as (
        select
            *,
            {{ flywheel._not_assessed_because() }} as not_assessed_because
        from placed
    ),

    {{ flywheel._false_discoveries('assessed') }},

    breached as (
        select
            *,
            {{ flywheel._breach() }} as breach
        from discovered
    ),

    {{ flywheel._in_a_row('breached') }},

    {{ flywheel._explained('counted') }}

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
        q_value,
        case
            when not_assessed_because is not null then 'not_assessed'
            when breach is null then 'pass'
            when breaches_in_a_row < consecutive or (method = 'xmr' and training_size < 20) then 'warn'
            else 'fail'
        end as verdict,
        case
            when not_assessed_because is not null then not_assessed_because
            when breach is null and ({{ flywheel._is_below_limit() }} or {{ flywheel._is_above_limit() }})
                then 'outside of its own limits, but not more than chance makes of so many segments'
            when breach is null then 'within what was expected'
            else breach
                || case when consecutive > 1
                    then ' (breach ' || {{ flywheel._number_text('breaches_in_a_row') }} || ' in a row; it fails at '
                        || {{ flywheel._number_text('consecutive') }} || ')'
                    else ''
                end
                || coalesce('; ' || explanation, '')
        end as reason,
        owner,
        method,
        sample_size,
        training_size,
        part_of,
        breaches_in_a_row,
        series_id,
        from_model
    from explained
{% endmacro %}


{% macro _periods_since(first_period_start, period_number, period) -%}
    {{ period_number }} - {{ flywheel._period_number(first_period_start, period) }}
{%- endmacro %}


{% macro _not_assessed_because() -%}
    {#- Why a period is no evidence, in words; null where it is. -#}
    case
        when known_event is not null then 'in a known event: ' || known_event
        when period_number > newest_number - delay then 'this period may still change'
        when value is null then 'no value in this period'
        when age < grace then 'in its first ' || {{ flywheel._number_text('grace') }} || ' periods'
        -- a count is not made of a sample: none is as good a count as any
        when sample_size < min_sample_size and kind <> 'count'
            then 'only ' || {{ flywheel._number_text('sample_size') }} || ' rows, wanted '
                || {{ flywheel._number_text('min_sample_size') }}
        when hard_min is not null or hard_max is not null then null
        when method = 'fixed' then 'no bound is set'
        when method = 'rate' and kind <> 'share' then 'not a share: the method rate needs a numerator'
        when training_size < min_history
            then 'only ' || {{ flywheel._number_text('training_size') }} || ' earlier periods to learn from, wanted '
                || {{ flywheel._number_text('min_history') }}
        when lower is null and upper is null and method in ('previous', 'reference') and expected is null
            then 'nothing to compare it with'
        when lower is null and upper is null
            then 'too few earlier periods for limits: ' || {{ flywheel._number_text('training_size') }}
    end
{%- endmacro %}


{% macro _breach() -%}
    {#- What is wrong with a period, in words; null where nothing is. A hard bound is judged always; what was learned, where
        there is the history that was asked for, and within the budget of the metric. -#}
    {%- set was_expected = "' was expected from ' || " ~ flywheel._number_text('training_size') ~ " || ' earlier periods'" -%}
    case
        when not_assessed_because is not null then null
        when value < hard_min
            then {{ flywheel._number_text('value') }} || ' is below ' || {{ flywheel._number_text('hard_min') }} || ', the least allowed'
        when value > hard_max
            then {{ flywheel._number_text('value') }} || ' is above ' || {{ flywheel._number_text('hard_max') }} || ', the most allowed'
        when training_size < min_history or q_value > {{ flywheel._budget() }} then null
        -- limits of its weighted mean are not those that a person would look for in the value
        when method = 'ewma' then signal
        when {{ flywheel._is_below_limit() }}
            then {{ flywheel._number_text('value') }} || ' is below ' || {{ flywheel._number_text('lower') }}
                || ', the least to be expected; ' || {{ flywheel._number_text('expected') }} || {{ was_expected }}
        when {{ flywheel._is_above_limit() }}
            then {{ flywheel._number_text('value') }} || ' is above ' || {{ flywheel._number_text('upper') }}
                || ', the most to be expected; ' || {{ flywheel._number_text('expected') }} || {{ was_expected }}
        else signal
    end
{%- endmacro %}


{% macro _budget() -%}
    {#- The false alarms that one period of a metric may have. -#}
    false_alarms_per_year / {{ flywheel._periods_per_year('period') }}
{%- endmacro %}


{% macro _is_below_limit() -%}
    {#- On the limit is not below it, though the last digit of a sum may say so. -#}
    value < lower - 1e-9 * abs(lower)
{%- endmacro %}


{% macro _is_above_limit() -%} value > upper + 1e-9 * abs(upper) {%- endmacro %}
