-- Nobody thanks for what went wrong.
select
    item_id,
    case
        when
            count(*) filter (
                where lower(word) in ('thank', 'thanks', 'thx', 'congrats', 'congratulations', 'yay', 'welcome', 'enjoy')
            ) > 0
            then 'positive'
    end as label
from {{ ref('tweet_words') }}
group by item_id
