-- What is denied is meant the other way round: one of the three words after "not" has a sentiment.
select
    denials.item_id,
    case when sum(denied.valence) > 0 then 'negative' when sum(denied.valence) < 0 then 'positive' end as label
from {{ ref('tweet_words') }} as denials
inner join {{ ref('tweet_words') }} as denied
    on denials.item_id = denied.item_id and denied.place between denials.place + 1 and denials.place + 3
where
    lower(denials.word) in ('not', 'no', 'never', 'without', 'hardly', 'aint', 'cant', 'dont')
    or lower(denials.word) like '%n''t'
group by denials.item_id
