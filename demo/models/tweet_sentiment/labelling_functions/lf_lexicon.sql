-- The words taken together are of one kind.
select
    item_id,
    case when sum(valence) > 0 then 'positive' when sum(valence) < 0 then 'negative' end as label
from {{ ref('tweet_words') }}
group by item_id
