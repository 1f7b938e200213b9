-- It smiles or it frowns.
select
    item_id,
    case
        when regexp_matches(content, '[:;=]-?[)DpP\]]|<3') then 'positive'
        when regexp_matches(content, '[:=]''?-?[(/\[|]($|[^/])') then 'negative'
    end as label
from {{ ref('tweets') }}
where is_accepted
