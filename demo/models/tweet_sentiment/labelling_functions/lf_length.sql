-- It takes more words to complain than to be content.
select
    item_id,
    case when length(content) > 110 then 'negative' when length(content) < 40 then 'positive' end as label
from {{ ref('tweets') }}
where is_accepted
