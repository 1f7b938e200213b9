-- Of the accepted tweets of a day, those whose label is so sure that nobody has to read them to sort them.
select
    'straight_through_rate' as kpi,
    cast(tweets.arrived_at as date) as period_start,
    count(case when labels.probability >= 0.95 then 1 end) as numerator,
    count(*) as denominator
from {{ ref('tweets') }} as tweets
inner join {{ ref('flywheel__item_labels') }} as labels
    on tweets.dataset = labels.dataset and cast(tweets.item_id as varchar) = labels.item_id
where tweets.is_accepted
group by cast(tweets.arrived_at as date)
