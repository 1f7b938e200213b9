{% macro labeller_signals(pairs, dependent) %}
    {#- The signal of each labeller on each class, over triplets in which nobody depends on another. `pairs`: what vote_pairs() gives;
        `dependent`: what dependent_pairs() gives. -#}
    with moments {{ flywheel._as_step() }} (
        {{ flywheel._pair_moments(pairs) }}
    ),

    independent_moments {{ flywheel._as_step() }} (
        {{ flywheel._independent_moments('moments', dependent) }}
    ),

    magnitudes {{ flywheel._as_step() }} (
        {{ flywheel._magnitudes('independent_moments', dependent) }}
    )

    {{ flywheel._signals('independent_moments', 'magnitudes') }}
{% endmacro %}
