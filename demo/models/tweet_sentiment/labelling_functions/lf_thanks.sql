-- Nobody thanks for what went wrong.
select
    item_id,
    case
        when bool_or(regexp_full_match(lower(word), 'congrat(s|ulations)|enjoy|thanks?|thx|welcome|yay'))
            then 'positive'
    end as label
from {{ ref('tweet_words') }}
group by item_id
