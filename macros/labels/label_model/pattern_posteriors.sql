{% macro pattern_posteriors(votes, label_model, labeller_pairs, classes) %}
    {#- The probability of each class for each set of votes, by naive Bayes, one class against the rest: the log odds of the class
        among all items, and of each vote for or against it those of its labeller to be right. Labellers that depend on each other
        share one vote, as far as they do. One who knows but one word is right, by chance alone, as often as the word is: its log
        odds count less those. Accuracies are kept within 0.01 and 0.99, so that no vote is beyond doubt; a labeller of whom triplets
        do not tell one weighs as the median of the others does, of one word or not. No row for a dataset in which they tell of nobody. -#}
    {%- set accuracy = flywheel._at_most(flywheel._at_least('accuracy', 0.01), 0.99) -%}
    with class_medians as (
        select dataset, label, {{ flywheel._quantile('estimated_accuracy', 0.5) }} as accuracy
        from {{ label_model }}
        where method = 'triplets'
        group by dataset, label
    ),

    dataset_medians as (
        select dataset, {{ flywheel._quantile('estimated_accuracy', 0.5) }} as accuracy
        from {{ label_model }}
        where method = 'triplets'
        group by dataset
    ),

    accuracies as (
        select
            model.dataset,
            model.labeller,
            model.label,
            case
                when model.method = 'triplets' then model.estimated_accuracy
                else coalesce(class_medians.accuracy, dataset_medians.accuracy)
            end as accuracy,
            classes.class_share,
            case
                when model.method <> 'triplets' then 0
                when sum(case when model.votes > 0 then 1 else 0 end) over (partition by model.dataset, model.labeller) > 1 then 0
                when model.votes > 0 then 1
                else -1
            end as only_says
        from {{ label_model }} as model
        inner join dataset_medians on model.dataset = dataset_medians.dataset
        inner join {{ classes }} as classes on model.dataset = classes.dataset and model.label = classes.label
        left join class_medians on model.dataset = class_medians.dataset and model.label = class_medians.label
        where classes.class_share < 1
    ),

    log_odds {{ flywheel._as_step() }} (
        select
            dataset,
            labeller,
            label,
            ln({{ accuracy }} / (1 - {{ accuracy }})) - only_says * ln(class_share / (1 - class_share)) as log_odds
        from accuracies
    ),

    dependent_pairs as (
        select * from ({{ flywheel._both_ways(labeller_pairs) }}) as pairs
        where dependence is not null
    ),

    shared_votes as (
        select votes.dataset, votes.pattern, votes.labeller, sum(dependent_pairs.dependence) as shared
        from {{ votes }} as votes
        inner join dependent_pairs on votes.dataset = dependent_pairs.dataset and votes.labeller = dependent_pairs.labeller
        inner join {{ votes }} as others
            on dependent_pairs.dataset = others.dataset
            and dependent_pairs.other_labeller = others.labeller
            and votes.pattern = others.pattern
        group by votes.dataset, votes.pattern, votes.labeller
    ),

    weighed_votes as (
        select
            votes.dataset,
            votes.pattern,
            votes.labeller,
            votes.label,
            1 / (1 + coalesce(shared_votes.shared, 0)) as weight
        from {{ votes }} as votes
        left join shared_votes
            on votes.dataset = shared_votes.dataset
            and votes.pattern = shared_votes.pattern
            and votes.labeller = shared_votes.labeller
    ),

    evidence as (
        select
            weighed_votes.dataset,
            weighed_votes.pattern,
            log_odds.label,
            sum(
                weighed_votes.weight * log_odds.log_odds
                * case when weighed_votes.label = log_odds.label then 1 else -1 end
            ) as log_odds
        from weighed_votes
        inner join log_odds
            on weighed_votes.dataset = log_odds.dataset and weighed_votes.labeller = log_odds.labeller
        group by weighed_votes.dataset, weighed_votes.pattern, log_odds.label
    ),

    posterior_odds as (
        select
            evidence.dataset,
            evidence.pattern,
            evidence.label,
            evidence.log_odds + ln(classes.class_share / (1 - classes.class_share)) as log_odds
        from evidence
        inner join {{ classes }} as classes on evidence.dataset = classes.dataset and evidence.label = classes.label
        where classes.class_share < 1
    ),

    -- log of 1 / (1 + exp(-odds)), and from here on only what is small is exponentiated
    log_probabilities as (
        select
            dataset,
            pattern,
            label,
            {{ flywheel._at_most('log_odds', 0) }} - ln(1 + exp({{ flywheel._at_least('-abs(log_odds)', -700) }}))
                as log_probability
        from posterior_odds
    ),

    relative_probabilities as (
        select
            dataset,
            pattern,
            label,
            exp({{ flywheel._at_least(
                'log_probability - max(log_probability) over (partition by dataset, pattern)', -700
            ) }}) as relative_probability
        from log_probabilities
    )

    select
        dataset,
        pattern,
        label,
        relative_probability / sum(relative_probability) over (partition by dataset, pattern) as probability
    from relative_probabilities
{% endmacro %}
