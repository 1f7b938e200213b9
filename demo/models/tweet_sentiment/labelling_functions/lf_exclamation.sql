-- Who is delighted says so loudly!
select
    item_id,
    case when content like '%!%' then 'positive' end as label
from {{ ref('tweets') }}
where is_accepted
