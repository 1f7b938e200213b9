-- There are more words of one kind than of the other. Of the same lexicon: nearly a copy of lf_lexicon.
select
    item_id,
    case when sum(sign(valence)) > 0 then 'positive' when sum(sign(valence)) < 0 then 'negative' end as label
from {{ ref('tweet_words') }}
group by item_id
