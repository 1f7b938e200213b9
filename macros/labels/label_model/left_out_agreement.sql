{% macro left_out_agreement(vote_log_odds, accuracies, labeller_pairs) %}
    {#- Whether labellers agree more with the label model than with the majority, each on labels made without it: how often a labeller
        says what the others' votes come to, one way and the other. Who depends on it is left out with it, or would speak for it.
        Of labels that tie each counts a part. Asked are those whose votes are right more often than not. -#}
    with all_votes as (
        select
            *,
            sum(votes) over (partition by dataset, pattern, label) as all_votes,
            class_log_odds + sum(log_odds) over (partition by dataset, pattern, label) as all_log_odds
        from {{ vote_log_odds }}
    ),

    left_out as (
        select dataset, pattern, labeller, label, items, all_votes, all_log_odds, votes, log_odds, votes as own_votes
        from all_votes
        union all
        select
            companions.dataset,
            companions.pattern,
            pairs.labeller,
            companions.label,
            companions.items,
            companions.all_votes,
            companions.all_log_odds,
            companions.votes,
            companions.log_odds,
            null as own_votes
        from all_votes as companions
        inner join ({{ flywheel._both_ways(labeller_pairs) }}) as pairs
            on companions.dataset = pairs.dataset and companions.labeller = pairs.other_labeller
        where pairs.dependence is not null
    ),

    others_votes as (
        select
            dataset,
            pattern,
            labeller,
            label,
            items,
            max(own_votes) as is_said,
            max(all_votes) - sum(votes) as votes,
            max(all_log_odds) - sum(log_odds) as log_odds
        from left_out
        group by dataset, pattern, labeller, label, items
        having max(own_votes) is not null
    ),

    log_probabilities as (
        select *, {{ flywheel._log_probability('log_odds') }} as log_probability
        from others_votes
    ),

    winners as (
        select
            *,
            case when votes = max(votes) over (partition by dataset, pattern, labeller) then 1.0 else 0 end as is_most_voted,
            case
                when log_probability >= max(log_probability) over (partition by dataset, pattern, labeller) - 1e-9 then 1.0
                else 0
            end as is_likeliest
        from log_probabilities
    ),

    agreements as (
        select
            dataset,
            pattern,
            labeller,
            items,
            sum(is_said * is_likeliest) / sum(is_likeliest) as label_model_agreement,
            sum(is_said * is_most_voted) / sum(is_most_voted) as majority_agreement
        from winners
        group by dataset, pattern, labeller, items
        having sum(votes) > 0
    ),

    asked as (
        select dataset, labeller
        from {{ accuracies }}
        group by dataset, labeller
        having avg(weighed_accuracy) > 0.5
    )

    select
        agreements.dataset,
        agreements.labeller,
        sum(agreements.items) as items,
        sum(agreements.items * agreements.label_model_agreement) as label_model_agreements,
        sum(agreements.items * agreements.majority_agreement) as majority_agreements,
        sum(agreements.items * power(agreements.label_model_agreement - agreements.majority_agreement, 2)) as squared_differences
    from agreements
    inner join asked on agreements.dataset = asked.dataset and agreements.labeller = asked.labeller
    group by agreements.dataset, agreements.labeller
{% endmacro %}
