-- Every night at three, what has come in is cleaned; what is too short, or there already, is turned down.
with replayed as (
    select
        *,
        date_trunc('day', arrived_at - interval 3 hour) + interval 27 hour as cleaned_at
    from {{ source('tweets', 'tweets') }}
),

cleaned as (
    select
        tweet_id,
        arrived_at,
        case when cleaned_at <= cast('{{ var("flywheel_now") }}' as timestamp) then cleaned_at end as shaped_at,
        trim(regexp_replace(
            replace(replace(replace(replace(content, '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&amp;', '&'),
            '(@anonymous|http://url_removed|\s)+', ' ', 'g'
        )) as content
    from replayed
)

select
    'tweets' as dataset,
    tweet_id as item_id,
    arrived_at,
    shaped_at,
    case
        when shaped_at is not null
            then
                length(content) >= 10
                and row_number() over (partition by lower(content) order by arrived_at) = 1
    end as is_accepted,
    content
from cleaned
