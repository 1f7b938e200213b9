{% macro _performance_tasks() %}
    {#- What kind of outcome a use case has, and which one is the positive; what it does not say is read off its outcomes. A multiclass use
        case that names no positive outcome is one of classes: its score is the predicted one. -#}
    select
        outcome_days.use_case,
        min(use_cases.positive_outcome) as positive_outcome,
        coalesce(
            min(
                case
                    when use_cases.task = 'multiclass' and use_cases.positive_outcome is null then 'classes'
                    when use_cases.task in ('binary', 'multiclass', 'regression') then use_cases.task
                end
            ),
            case when min(outcome_days.are_binary) = 1 then 'binary' else 'regression' end
        ) as task
    from {{ ref('flywheel__outcome_days') }} as outcome_days
    left join {{ ref('flywheel__use_cases') }} as use_cases
        on outcome_days.use_case = use_cases.use_case
    group by outcome_days.use_case
{% endmacro %}


{% macro _task_text(tasks) -%}
    {#- Both as one text: what was judged by another is judged again. -#}
    coalesce({{ tasks }}.task, 'binary') || coalesce(' ' || cast({{ tasks }}.positive_outcome as {{ dbt.type_string() }}), '')
{%- endmacro %}
