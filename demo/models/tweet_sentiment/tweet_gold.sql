-- By the mean of all ratings that were not drawn for a panel: no panel is right by its own votes.
select
    tweets.dataset,
    ratings.tweet_id as item_id,
    case when avg(ratings.rating) > 0 then 'positive' else 'negative' end as label,
    max(ratings.rated_at) as labelled_at
from {{ source('tweets', 'tweet_ratings') }} as ratings
inner join {{ ref('tweets') }} as tweets on ratings.tweet_id = tweets.item_id
where ratings.panel is null and tweets.is_accepted
group by tweets.dataset, ratings.tweet_id
having avg(ratings.rating) <> 0
