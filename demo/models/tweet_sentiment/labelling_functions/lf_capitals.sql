-- WHO SHOUTS IS ANGRY.
select
    item_id,
    case when bool_or(regexp_full_match(word, '[A-Z]{4,}')) then 'negative' end as label
from {{ ref('tweet_words') }}
group by item_id
