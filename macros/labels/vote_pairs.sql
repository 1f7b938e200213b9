{% macro vote_pairs(votes) %}
    {#- On how many items two labellers voted what: the joint distribution of every pair that met. `votes`: dataset, pattern (what
        identifies a set of votes), labeller, label and items (how many items have those votes). -#}
    select
        votes.dataset,
        votes.labeller,
        others.labeller as other_labeller,
        votes.label,
        others.label as other_label,
        cast(sum(votes.items) as {{ flywheel._contract_type('int') }}) as items
    from {{ votes }} as votes
    inner join {{ votes }} as others
        on
            votes.dataset = others.dataset
            and votes.pattern = others.pattern
            and votes.labeller < others.labeller
    group by votes.dataset, votes.labeller, others.labeller, votes.label, others.label
{% endmacro %}
