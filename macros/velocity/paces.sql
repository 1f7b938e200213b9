{% macro _paces(by) %}
    {#- What runs and releases say of each month from the first of them on, per `by`: use_case, or team, whose use cases are then counted
        together. A query of its own. -#}
    {%- set int = flywheel._contract_type('int') -%}
    {%- set float = flywheel._contract_type('float') -%}
    with use_cases as (
        select * from {{ ref('flywheel__use_cases') }}
    ),

    shots as (
        select
            shots.*,
            use_cases.team,
            {{ flywheel._period_start('shots.started_at', 'month') }} as month
        from {{ ref('flywheel__shots') }} as shots
        left join use_cases on shots.use_case = use_cases.use_case
    ),

    goals as (
        select
            releases.*,
            use_cases.team,
            {{ flywheel._period_start('releases.deployed_at', 'month') }} as month
        from {{ ref('flywheel__releases') }} as releases
        left join use_cases on releases.use_case = use_cases.use_case
    ),

    shots_of_months as (
        select
            {{ by }},
            month,
            count(*) as shots,
            sum(case when is_failed then 1 else 0 end) as failed_shots,
            count(author) as known_people
        from shots
        group by {{ by }}, month
    ),

    goals_of_months as (
        select
            {{ by }},
            month,
            count(*) as goals,
            count(case when coalesce(is_automated, false) then null else deployed_by end) as known_people,
            avg(case when is_rolled_back then cast(1 as {{ float }}) else 0 end) as change_fail_rate,
            {{ flywheel._quantile('lead_time_days', 0.5) }} as lead_time_days,
            {{ flywheel._quantile('cycle_time_days', 0.5) }} as cycle_time_days_p50,
            {{ flywheel._quantile('recovery_days', 0.5) }} as recovery_days_p50,
            sum(case when is_hand_off then 1 when not is_hand_off then 0 end) as hand_offs,
            avg(case when is_automated then cast(1 as {{ float }}) when not is_automated then 0 end) as automated_share
        from goals
        group by {{ by }}, month
    ),

    {# who trained or released; what a pipeline released by itself was released by nobody #}
    people_of_months as (
        select
            {{ by }},
            month,
            count(distinct person) as people
        from (
            select {{ by }}, month, author as person from shots
            union all
            select {{ by }}, month, deployed_by as person from goals
            where not coalesce(is_automated, false)
        ) as people
        group by {{ by }}, month
    ),

    first_shots as (
        select use_case, team, min(started_at) as first_run_at from shots
        group by use_case, team
    ),

    first_goals as (
        select use_case, min(deployed_at) as first_deployed_at from goals
        group by use_case
    ),

    mvps as (
        select
            first_shots.{{ by }},
            {{ flywheel._quantile(
                flywheel._days_between('first_shots.first_run_at', 'first_goals.first_deployed_at'), 0.5
            ) }} as time_to_mvp_days
        from first_shots
        inner join first_goals
            on first_shots.use_case = first_goals.use_case and first_shots.first_run_at <= first_goals.first_deployed_at
        group by first_shots.{{ by }}
    ),

    spans as (
        select
            {{ by }},
            min(month) as first_month
        from (
            select {{ by }}, month from shots_of_months
            union all
            select {{ by }}, month from goals_of_months
        ) as active_months
        where {{ by }} is not null
        group by {{ by }}
    ),

    {# every month from the first on, so that a month in which nothing was tried says so #}
    months as (
        select
            spans.{{ by }},
            {{ dbt.dateadd('month', 'numbers.number', 'spans.first_month') }} as month
        from spans
        inner join ({{ flywheel._numbers(1200) }}) as numbers
            on {{ dbt.dateadd('month', 'numbers.number', 'spans.first_month') }} < {{ flywheel._now() }}
    )

    select
        months.{{ by }},
        cast(months.month as {{ dbt.type_timestamp() }}) as month,
        cast(coalesce(shots_of_months.shots, 0) as {{ int }}) as shots,
        cast(coalesce(shots_of_months.failed_shots, 0) as {{ int }}) as failed_shots,
        cast(coalesce(goals_of_months.goals, 0) as {{ int }}) as goals,
        {# where something was done and nobody's name is known, it is not known how many did it #}
        cast(
            case
                when shots_of_months.shots is null and goals_of_months.goals is null then 0
                when coalesce(shots_of_months.known_people, 0) + coalesce(goals_of_months.known_people, 0) > 0
                    then people_of_months.people
            end as {{ int }}
        ) as people,
        goals_of_months.lead_time_days,
        goals_of_months.cycle_time_days_p50,
        goals_of_months.change_fail_rate,
        goals_of_months.recovery_days_p50,
        mvps.time_to_mvp_days,
        cast(shots_of_months.failed_shots as {{ float }}) / nullif(shots_of_months.shots, 0) as failed_share,
        cast(goals_of_months.hand_offs as {{ int }}) as hand_offs,
        goals_of_months.automated_share
    from months
    left join shots_of_months
        on months.{{ by }} = shots_of_months.{{ by }} and months.month = shots_of_months.month
    left join goals_of_months
        on months.{{ by }} = goals_of_months.{{ by }} and months.month = goals_of_months.month
    left join people_of_months
        on months.{{ by }} = people_of_months.{{ by }} and months.month = people_of_months.month
    left join mvps
        on months.{{ by }} = mvps.{{ by }}
{% endmacro %}
