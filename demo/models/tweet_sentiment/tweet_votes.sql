{% set functions = ['lexicon', 'word_count', 'negation', 'emoticons', 'exclamation', 'thanks', 'capitals', 'length'] %}

with functions as (
    {% for function in functions %}
    select
        item_id,
        '{{ function | replace("_", " ") }}' as labeller,
        label
    from {{ ref('lf_' ~ function) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

panels as (
    select
        tweet_id as item_id,
        'rater panel ' || panel as labeller,
        case when sum(rating) > 0 then 'positive' when sum(rating) < 0 then 'negative' end as label,
        max(rated_at) as voted_at
    from {{ source('tweets', 'tweet_ratings') }}
    where panel is not null
    group by tweet_id, panel
)

-- functions look at a tweet as soon as it is cleaned
select
    tweets.dataset,
    functions.item_id,
    functions.labeller,
    'function' as labeller_kind,
    functions.label,
    tweets.shaped_at as voted_at
from functions
inner join {{ ref('tweets') }} as tweets on functions.item_id = tweets.item_id

union all

select
    tweets.dataset,
    panels.item_id,
    panels.labeller,
    'human' as labeller_kind,
    panels.label,
    panels.voted_at
from panels
inner join {{ ref('tweets') }} as tweets on panels.item_id = tweets.item_id
where tweets.is_accepted
