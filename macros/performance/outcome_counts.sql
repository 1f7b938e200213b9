{% macro _outcome_counts(from=none) %}
    {#- How many outcomes of a use case were observed in each period, and which; `from`: the first period that is counted, as text. An
        outcome without a time is of no period, and is always counted. -#}
    {%- set period = flywheel._performance_period() -%}
    {%- set float = flywheel._contract_type('float') -%}
    select
        outcomes.use_case,
        {{ flywheel._period_start('outcomes.observed_at', period) }} as period_start,
        cast('{{ period }}' as {{ dbt.type_string() }}) as period,
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
                and {{ flywheel._since_period('outcomes.observed_at', from) }}
                {%- endif %}
            )
        )
    group by
        outcomes.use_case,
        {{ flywheel._period_start('outcomes.observed_at', period) }},
        coalesce(use_cases.positive_outcome, 1)
{% endmacro %}


{% macro _same_outcome_period(one, other) -%}
    {{ one }}.use_case = {{ other }}.use_case
    and coalesce({{ one }}.period_start = {{ other }}.period_start, {{ one }}.period_start is null and {{ other }}.period_start is null)
{%- endmacro %}


{% macro _recount_outcomes() %}
    {#- The pre-hook of flywheel__outcome_periods: forgets the periods that do not count what is there now; the model then counts those that
        it does not have. A sum of floats differs in its last digits from one time to the next. -#}
    {%- if execute and is_incremental() -%}
        {%- set from = flywheel._performance_from() -%}
        delete from {{ this }}
        {%- if from %}
        where
            (period_start is null or {{ flywheel._since_period('period_start', from) }})
            and not exists (
                select 1
                from ({{ flywheel._outcome_counts(from) }}) as counted
                where
                    {{ flywheel._same_outcome_period('counted', this) }}
                    and counted.positive_outcome = {{ this }}.positive_outcome
                    and counted.outcomes = {{ this }}.outcomes
                    and counted.positives = {{ this }}.positives
                    and abs(counted.total - {{ this }}.total) <= 1e-9 * abs(counted.total)
            )
        {%- endif %}
    {%- endif -%}
{% endmacro %}
