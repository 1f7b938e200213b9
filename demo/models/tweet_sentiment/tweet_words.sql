-- Emoticons are no words: a function of their own looks at these.
with accepted as (
    select
        item_id,
        regexp_extract_all(content, '[A-Za-z]+(''[A-Za-z]+)?') as words
    from {{ ref('tweets') }}
    where is_accepted
),

words as (
    select
        item_id,
        unnest(words) as word,
        generate_subscripts(words, 1) as place
    from accepted
),

-- a word or two are in the lexicon twice
lexicon as (
    select
        token,
        avg(valence) as valence
    from {{ source('tweets', 'lexicon') }}
    group by token
)

select
    words.item_id,
    words.place,
    words.word,
    lexicon.valence
from words
left join lexicon on lower(words.word) = lexicon.token
