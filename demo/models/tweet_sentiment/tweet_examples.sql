-- Half of the tweets with a gold label are held out: no model is trained on them, and all are measured on them.
select
    tweets.item_id,
    tweets.content,
    labels.label,
    labels.probability,
    labels.majority_label,
    gold.label as gold_label,
    gold.label is not null and tweets.item_id % 4 = 0 as is_held_out
from {{ ref('tweets') }} as tweets
inner join {{ ref('flywheel__item_labels') }} as labels
    on tweets.dataset = labels.dataset and cast(tweets.item_id as varchar) = labels.item_id
left join {{ ref('tweet_gold') }} as gold
    on
        tweets.dataset = gold.dataset
        and tweets.item_id = gold.item_id
        and gold.labelled_at <= '{{ var("flywheel_now") }}'
where tweets.is_accepted
