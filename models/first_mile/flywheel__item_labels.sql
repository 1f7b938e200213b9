select
    items.dataset,
    items.item_id,
    labels.label,
    labels.probability,
    labels.method,
    coalesce(labels.votes, 0) as votes,
    labels.majority_label,
    coalesce(labels.is_contested, false) as is_contested
from {{ ref('flywheel__label_items') }} as items
left join {{ ref('flywheel__pattern_labels') }} as labels
    on items.dataset = labels.dataset and items.pattern = labels.pattern
