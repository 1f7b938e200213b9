{% macro pattern_posteriors(vote_log_odds) %}
    {#- The probability of each class for each set of votes: the log odds of the class among all items, and what each vote says. -#}
    with posterior_odds as (
        select dataset, pattern, label, max(class_log_odds) + sum(log_odds) as log_odds
        from {{ vote_log_odds }}
        group by dataset, pattern, label
    ),

    -- from here on only what is small is exponentiated
    log_probabilities as (
        select dataset, pattern, label, {{ flywheel._log_probability('log_odds') }} as log_probability
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


{% macro _log_probability(log_odds) -%}
    {#- Log of 1 / (1 + exp(-log odds)), whatever their size. -#}
    {{ flywheel._at_most(log_odds, 0) }} - ln(1 + exp({{ flywheel._at_least('-abs(' ~ log_odds ~ ')', -700) }}))
{%- endmacro %}
