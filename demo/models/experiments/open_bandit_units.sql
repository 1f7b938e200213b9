-- Each impression, and whether it was clicked; which of them were does not matter, as nothing else is known of any.
select
    'open bandit' as experiment,
    'click_rate' as kpi,
    counts.campaign || ' ' || counts.policy || ' ' || impressions.number as unit_id,
    counts.policy as variant,
    counts.policy = 'random' as is_control,
    case when impressions.number <= counts.clicks then 1 else 0 end as value,
    counts.campaign as segment
from {{ ref('open_bandit') }} as counts
inner join generate_series(1, 10000) as impressions (number)
    on counts.impressions >= impressions.number
