{% macro _outcome_counts(from=none) %}
    {#- How many outcomes of a use case were observed on each day, and which; `from`: the first day that is counted, as text. Outcomes
        without a time are of no day, and are always counted. -#}
    {%- set float = flywheel._contract_type('float') -%}
    select
        outcomes.use_case,
        {{ flywheel._period_start('outcomes.observed_at', 'day') }} as observed_on,
        cast(coalesce(use_cases.positive_outcome, 1) as {{ float }}) as positive_outcome,
        count(*) as outcomes,
        sum(
            case when outcomes.outcome = coalesce(use_cases.positive_outcome, 1) then 1 else 0 end
        ) as positives,
        cast(sum(outcomes.outcome) as {{ float }}) as total,
        min(case when outcomes.outcome in (0, 1) then 1 else 0 end) as are_binary
    from {{ ref('flywheel__input_outcomes') }} as outcomes
    left join {{ ref('flywheel__use_cases') }} as use_cases
        on outcomes.use_case = use_cases.use_case
    where
        outcomes.use_case is not null
        and {{ flywheel._finite('outcomes.outcome') }} is not null
        and (
            outcomes.observed_at is null
            or (
                outcomes.observed_at <= {{ flywheel._now() }}
                {%- if from %}
                and {{ flywheel._not_before('outcomes.observed_at', from) }}
                {%- endif %}
            )
        )
    group by
        outcomes.use_case,
        {{ flywheel._period_start('outcomes.observed_at', 'day') }},
        coalesce(use_cases.positive_outcome, 1)
{% endmacro %}


{% macro _outcomes_from() %}
    {#- The first day that is counted again, as text; none = all of them. -#}
    {%- if not (execute and flags.INTROSPECT and is_incremental()) -%} {{ return(none) }} {%- endif -%}
    {{ return(run_query('select ' ~ flywheel._final_before('observed_on') ~ ' as observed_on from ' ~ this).columns[0].values()[0]) }}
{% endmacro %}


{% macro _same_outcome_day(one, other) -%}
    {{ one }}.use_case = {{ other }}.use_case
    and coalesce({{ one }}.observed_on = {{ other }}.observed_on, {{ one }}.observed_on is null and {{ other }}.observed_on is null)
{%- endmacro %}


{% macro _recount_outcomes() %}
    {#- The pre-hook of flywheel__outcome_days: forgets the days that do not count what is there now; the model then counts those that
        it does not have. A sum of floats differs in its last digits from one time to the next. -#}
    {%- if execute and is_incremental() -%}
        {%- set from = flywheel._outcomes_from() -%}
        delete from {{ this }}
        where
            {%- if from %}
            (observed_on is null or {{ flywheel._not_before('observed_on', from) }}) and
            {%- endif %}
            not exists (
                select 1
                from ({{ flywheel._outcome_counts(from) }}) as counted
                where
                    {{ flywheel._same_outcome_day('counted', this) }}
                    and counted.positive_outcome = {{ this }}.positive_outcome
                    and counted.outcomes = {{ this }}.outcomes
                    and counted.positives = {{ this }}.positives
                    and abs(counted.total - {{ this }}.total) <= 1e-9 * abs(counted.total)
            )
    {%- endif -%}
{% endmacro %}
