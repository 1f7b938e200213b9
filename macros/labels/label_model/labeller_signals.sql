{% macro labeller_signals(pairs, dependent) %}
    {#- The signal of each labeller on each class, over triplets in which nobody depends on another. `pairs`: what vote_pairs() gives;
        `dependent`: what dependent_pairs() gives. `unexplained`: the share, of how far labellers of a dataset agree and disagree, that
        the signals do not explain, as squares, less what sampling adds to it. -#}
    with moments {{ flywheel._as_step() }} (
        {{ flywheel._pair_moments(pairs) }}
    ),

    independent_moments {{ flywheel._as_step() }} (
        {{ flywheel._independent_moments('moments', dependent) }}
    ),

    magnitudes {{ flywheel._as_step() }} (
        {{ flywheel._magnitudes('independent_moments', dependent) }}
    ),

    signals {{ flywheel._as_step() }} (
        {{ flywheel._signals('independent_moments', 'magnitudes') }}
    ),

    misfits as (
        select
            dataset,
            sum(items * power(moment - explained, 2) - {{ flywheel._at_least('1 - explained * explained', 0.01) }})
                / nullif(sum(items * moment * moment), 0) as unexplained
        from ({{ flywheel._explained_moments('independent_moments', 'signals') }}) as explained_moments
        group by dataset
    )

    select signals.*, coalesce(misfits.unexplained, 0) as unexplained
    from signals
    left join misfits on signals.dataset = misfits.dataset
{% endmacro %}
