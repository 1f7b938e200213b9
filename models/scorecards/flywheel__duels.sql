{%- set confidence = var('flywheel_confidence', 0.95) -%}
{%- set int = flywheel._contract_type('int') -%}
{%- set fewest = 30 -%}
{%- set number = flywheel._number_text -%}

with {{ flywheel._losses() }},

releases as (

    select * from {{ ref('flywheel__releases') }}

),

live_by_recency as (

    select
        use_case,
        version,
        row_number() over (partition by use_case order by deployed_at desc, version desc) as recency
    from releases
    where retired_at is null and not is_rolled_back

),

entities as (

    select
        use_case,
        version,
        entity_id,
        avg(loss) as loss
    from losses
    group by use_case, version, entity_id

),

pairs as (

    select
        challengers.use_case,
        challengers.version,
        live.version as live_version,
        challengers.loss,
        live.loss as live_loss,
        live.loss - challengers.loss as gain
    from live_by_recency
    inner join entities as live
        on live_by_recency.use_case = live.use_case and live_by_recency.version = live.version
    inner join entities as challengers
        on live.use_case = challengers.use_case and live.entity_id = challengers.entity_id
    where live_by_recency.recency = 1 and live.version != challengers.version

),

with_means as (

    select
        *,
        avg(gain) over (partition by use_case, version) as mean_gain
    from pairs

),

duels as (

    select
        use_case,
        version,
        live_version,
        count(*) as entities,
        avg(loss) as loss,
        avg(live_loss) as live_loss,
        max(mean_gain) as gain,
        sqrt(sum(power(gain - mean_gain, 2)) / nullif(count(*) - 1, 0) / count(*)) as standard_error
    from with_means
    group by use_case, version, live_version

),

bounded as (

    select
        *,
        gain - {{ flywheel.normal_quantile(confidence) }} * standard_error as gain_lower,
        gain + {{ flywheel.normal_quantile(confidence) }} * standard_error as gain_upper
    from duels

),

judged as (

    select
        *,
        case
            when entities < {{ fewest }} then 'not_assessed'
            when gain_lower > 0 then 'pass'
            when gain_upper < 0 then 'fail'
            else 'warn'
        end as verdict
    from bounded

)

select
    use_case,
    version,
    live_version,
    cast(entities as {{ int }}) as entities,
    loss,
    live_loss,
    gain,
    standard_error,
    gain_lower,
    gain_upper,
    verdict,
    case
        when verdict = 'not_assessed'
            then
                {{ number('entities') }}
                || ' entities were scored by both and have an outcome, {{ fewest }} are wanted.'
        when verdict = 'pass'
            then 'Beats version ' || live_version || ' by ' || {{ number('gain') }} || ', row by row.'
        when verdict = 'fail'
            then 'Loses to version ' || live_version || ' by ' || {{ number('-gain') }} || ', row by row.'
        else
            'Not shown to differ from version ' || live_version || ': a gain of ' || {{ number('gain') }}
            || ' may be chance.'
    end as reason
from judged
