{%- set float = flywheel._contract_type('float') -%}
{%- set number = flywheel._number_text -%}
{%- set fewest = 3 -%}

with use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

turns as (

    select * from {{ ref('flywheel__turns') }}

),

over_time as (

    select * from {{ ref('flywheel__metric_kpi_over_time') }}

),

releases as (

    select
        use_case,
        version,
        deployed_at,
        metric_before,
        kpi_before,
        {{ flywheel._goodness('metric_before', 'metric_direction') }} as metric_goodness,
        {{ flywheel._goodness('kpi_before', 'kpi_direction') }} as kpi_goodness
    from turns
    where metric_before is not null and kpi_before is not null

),

compared as (

    select
        *,
        row_number() over (partition by use_case order by deployed_at) as place,
        metric_goodness - lag(metric_goodness) over (partition by use_case order by deployed_at) as metric_step,
        kpi_goodness - lag(kpi_goodness) over (partition by use_case order by deployed_at) as kpi_step,
        -- equal values share the mean of their ranks
        rank() over (partition by use_case order by metric_goodness)
        + (count(*) over (partition by use_case, metric_goodness) - 1) / 2.0 as metric_rank,
        rank() over (partition by use_case order by kpi_goodness)
        + (count(*) over (partition by use_case, kpi_goodness) - 1) / 2.0 as kpi_rank
    from releases

),

centred as (

    select
        *,
        cast(metric_rank - avg(metric_rank) over (partition by use_case) as {{ float }}) as metric_rank_gap,
        cast(kpi_rank - avg(kpi_rank) over (partition by use_case) as {{ float }}) as kpi_rank_gap,
        max(place) over (partition by use_case) as last_place
    from compared

),

-- Spearman's correlation: Pearson's of the ranks
correlated as (

    select
        use_case,
        count(*) as releases,
        sum(metric_rank_gap * kpi_rank_gap)
        / nullif(sqrt(sum(metric_rank_gap * metric_rank_gap) * sum(kpi_rank_gap * kpi_rank_gap)), 0)
            as rank_correlation,
        max(case when place = last_place then metric_goodness end) - max(case when place = 1 then metric_goodness end)
            as metric_gain,
        max(case when place = last_place then kpi_goodness end) - max(case when place = 1 then kpi_goodness end)
            as kpi_gain,
        max(case when place = 1 then version end) as first_version,
        max(case when place = last_place then version end) as last_version
    from centred
    group by use_case

),

contradicting as (

    select
        use_case,
        {{ dbt.listagg('version', "', '", 'order by deployed_at') }} as versions
    from centred
    where metric_step > 0 and kpi_step < 0
    group by use_case

),

described as (

    select
        use_cases.use_case,
        use_cases.metric,
        use_cases.kpi,
        use_cases.owner,
        coalesce(correlated.releases, 0) as releases,
        correlated.rank_correlation,
        correlated.metric_gain,
        correlated.kpi_gain,
        correlated.first_version,
        correlated.last_version,
        contradicting.versions,
        coalesce(use_cases.metric_direction, {{ flywheel._metric_direction('use_cases.metric') }}) as metric_direction,
        use_cases.kpi_direction
    from use_cases
    left join correlated on use_cases.use_case = correlated.use_case
    left join contradicting on use_cases.use_case = contradicting.use_case

),

judged as (

    select
        *,
        case
            when metric is null or kpi is null or metric_direction is null or kpi_direction is null then 'not_assessed'
            when releases < {{ fewest }} or rank_correlation is null then 'not_assessed'
            when metric_gain > 0 and kpi_gain < 0 and rank_correlation <= -0.5 then 'fail'
            when rank_correlation <= 0 or (metric_gain > 0 and kpi_gain < 0) then 'warn'
            else 'pass'
        end as verdict
    from described

),

explained as (

    select
        *,
        case
            {{ flywheel._nothing_to_align() }}
            when releases < {{ fewest }}
                then
                    'Too few releases: of ' || {{ number('releases') }} || ' both ' || metric || ' and ' || kpi
                    || ' are known, {{ fewest }} are wanted.'
            when rank_correlation is null
                then
                    'Over ' || {{ number('releases') }} || ' releases one of ' || metric || ' and ' || kpi
                    || ' never changed.'
            else
                case
                    when verdict = 'fail' then 'Goodhart: '
                    when verdict = 'warn' then 'Does not move with the KPI: '
                    else 'Moves with the KPI: '
                end
                || 'over ' || {{ number('releases') }} || ' releases, from version ' || first_version || ' to '
                || last_version || ', ' || metric || ' got ' || {{ flywheel._better_or_worse('metric_gain') }}
                || ' and ' || kpi || ' ' || {{ flywheel._better_or_worse('kpi_gain') }}
                || ' (rank correlation ' || {{ number('rank_correlation') }} || ').'
                || coalesce(
                    ' The metric got better and the KPI worse with '
                    || case when versions like '%, %' then 'versions ' else 'version ' end || versions || '.', ''
                )
        end as reason
    from judged

)

select
    explained.use_case,
    explained.metric,
    explained.kpi,
    cast(explained.releases as {{ flywheel._contract_type('int') }}) as releases,
    explained.rank_correlation,
    explained.metric_gain,
    explained.kpi_gain,
    explained.versions as contradicting_versions,
    explained.verdict as over_releases_verdict,
    over_time.periods,
    over_time.correlation as change_correlation,
    over_time.lower as change_correlation_lower,
    over_time.upper as change_correlation_upper,
    over_time.verdict as over_time_verdict,
    explained.owner,
    case
        when 'fail' in (explained.verdict, over_time.verdict) then 'fail'
        when explained.verdict = 'not_assessed' then over_time.verdict
        else explained.verdict
    end as verdict,
    explained.reason
    || case
        when over_time.verdict = 'not_assessed' then ''
        when
            'pass' in (explained.verdict, over_time.verdict)
            and explained.verdict not in (over_time.verdict, 'not_assessed')
            then ' It looks otherwise from period to period. ' || over_time.reason
        else ' ' || over_time.reason
    end as reason
from explained
inner join over_time
    on explained.use_case = over_time.use_case
