{%- set accuracy = flywheel._at_most(flywheel._at_least('accuracies.weighed_accuracy', 0.01), 0.99) -%}

with classes as (

    select
        dataset,
        label,
        ln(class_share / (1 - class_share)) as log_odds
    from {{ ref('flywheel__label_classes') }}
    where class_share < 1

),

-- one who knows but one word is right, by chance alone, as often as the word is
accuracies as (

    select
        dataset,
        labeller,
        label,
        weighed_accuracy,
        case
            when estimated_accuracy is null or doubt is not null then 0
            when sum(case when votes > 0 then 1 else 0 end) over (partition by dataset, labeller) > 1 then 0
            when votes > 0 then 1
            else -1
        end as only_says
    from {{ ref('flywheel__labeller_accuracies') }}
    where weighed_accuracy is not null

),

labellers {{ flywheel._as_step() }} (

    select
        accuracies.dataset,
        accuracies.labeller,
        accuracies.label,
        ln({{ accuracy }} / (1 - {{ accuracy }})) - accuracies.only_says * classes.log_odds as log_odds,
        classes.log_odds as class_log_odds
    from accuracies
    inner join classes on accuracies.dataset = classes.dataset and accuracies.label = classes.label

),

dependent_pairs as (

    select * from ({{ flywheel._both_ways(ref('flywheel__labeller_pairs')) }}) as pairs
    where dependence is not null

),

shared_votes as (

    select
        votes.dataset,
        votes.pattern,
        votes.labeller,
        sum(dependent_pairs.dependence) as shared
    from {{ ref('flywheel__vote_patterns') }} as votes
    inner join dependent_pairs
        on votes.dataset = dependent_pairs.dataset and votes.labeller = dependent_pairs.labeller
    inner join {{ ref('flywheel__vote_patterns') }} as others
        on
            dependent_pairs.dataset = others.dataset
            and dependent_pairs.other_labeller = others.labeller
            and votes.pattern = others.pattern
    group by votes.dataset, votes.pattern, votes.labeller

),

weighed_votes {{ flywheel._as_step() }} (

    select
        votes.dataset,
        votes.pattern,
        votes.labeller,
        votes.label,
        votes.items,
        1 / (1 + coalesce(shared_votes.shared, 0)) as weight
    from {{ ref('flywheel__vote_patterns') }} as votes
    left join shared_votes
        on
            votes.dataset = shared_votes.dataset
            and votes.pattern = shared_votes.pattern
            and votes.labeller = shared_votes.labeller

)

select
    votes.dataset,
    votes.pattern,
    votes.labeller,
    labellers.label,
    votes.items,
    case when votes.label = labellers.label then 1 else 0 end as votes,
    case when votes.label = labellers.label then 1 else -1 end * votes.weight * labellers.log_odds as log_odds,
    labellers.class_log_odds
from weighed_votes as votes
inner join labellers on votes.dataset = labellers.dataset and votes.labeller = labellers.labeller
