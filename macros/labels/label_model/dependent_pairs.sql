{% macro dependent_pairs(pairs) %}
    {{ return(adapter.dispatch('dependent_pairs', 'flywheel')(pairs)) }}
{% endmacro %}


{% macro default__dependent_pairs(pairs) %}
    {#- Pairs of labellers that agree far more than the accuracy of each explains: copies of one another, wholly or in part.
        `dependence`: the share of what they could agree on beyond E[ij] = a_i a_j that they do, 1 for copies.

        Found in two passes. Copies spoil the triplets that they are in, always upwards for themselves, so the first pass looks at
        the lower quartile over triplets and finds what is more dependent than not (0.5); the second, without those pairs, at the
        median, and finds the rest (0.2). Both beyond four standard errors. As long as the independent labellers are not
        outnumbered by those that copy one, they are told apart; those who seem to be copies and are the most are taken to be right.
        `pairs`: what vote_pairs() gives. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    with moments {{ flywheel._as_step() }} (
        {{ flywheel._pair_moments(pairs) }}
    ),

    first_magnitudes {{ flywheel._as_step() }} (
        {{ flywheel._lower_magnitudes('moments') }}
    ),

    first_signals {{ flywheel._as_step() }} (
        {{ flywheel._signals('moments', 'first_magnitudes') }}
    ),

    first_excess {{ flywheel._as_step() }} (
        {{ flywheel._excess_agreement('moments', 'first_signals') }}
    ),

    first_dependent {{ flywheel._as_step() }} (
        select dataset, labeller, other_labeller, 1 as dependence
        from first_excess
        where excess > 0.5 and deviations > 4
    ),

    surely_dependent {{ flywheel._as_step() }} (
        {{ flywheel._not_outnumbering('first_dependent', 'moments') }}
    ),

    other_moments {{ flywheel._as_step() }} (
        {{ flywheel._independent_moments('moments', 'surely_dependent') }}
    ),

    magnitudes {{ flywheel._as_step() }} (
        {{ flywheel._magnitudes('other_moments', 'surely_dependent') }}
    ),

    signals {{ flywheel._as_step() }} (
        {{ flywheel._signals('other_moments', 'magnitudes') }}
    ),

    excess {{ flywheel._as_step() }} (
        {{ flywheel._excess_agreement('moments', 'signals') }}
    ),

    dependent {{ flywheel._as_step() }} (
        select dataset, labeller, other_labeller, {{ flywheel._at_most('excess', 1) }} as dependence
        from excess
        where excess > 0.2 and deviations > 4

        union all

        -- without each other nothing is left to explain either by: what was found at first stands
        select surely_dependent.dataset, surely_dependent.labeller, surely_dependent.other_labeller, surely_dependent.dependence
        from surely_dependent
        left join excess
            on surely_dependent.dataset = excess.dataset
            and surely_dependent.labeller = excess.labeller
            and surely_dependent.other_labeller = excess.other_labeller
        where excess.dataset is null
    ),

    told_apart as (
        {{ flywheel._not_outnumbering('dependent', 'moments') }}
    )

    select * from told_apart
{% endmacro %}


{% macro spark__dependent_pairs(pairs) %}
    {#- Nobody, for nobody is looked for: Spark works a common table expression out anew wherever it is read, and these, each of which the
        next reads a few times, would read the votes 200,000 times. -#}
    {{ flywheel._empty_relation({'dataset': 'str', 'labeller': 'str', 'other_labeller': 'str', 'dependence': 'float'}) }}
{% endmacro %}


{% macro _not_outnumbering(dependent, moments) %}
    {#- Dependent pairs, but for those whose company is most of the labellers of the dataset: what most agree on is not copied but right,
        as far as anybody can tell. Beside labellers who say next to nothing, good ones look like copies of each other. The company
        of one is who it depends on, and who these depend on. -#}
    with company as (
        select one.dataset, one.labeller, two.other_labeller as companion
        from {{ dependent }} as one
        inner join {{ dependent }} as two on one.dataset = two.dataset and one.other_labeller = two.labeller
        union
        select dataset, labeller, other_labeller as companion
        from {{ dependent }}
    ),

    -- who neither agrees nor disagrees with anybody, beyond four standard errors, says nothing to be outnumbered by
    all_labellers as (
        select dataset, count(distinct labeller) as labellers
        from {{ moments }}
        where moment * moment * items > 16
        group by dataset
    ),

    in_the_minority as (
        select company.dataset, company.labeller
        from company
        inner join all_labellers on company.dataset = all_labellers.dataset
        group by company.dataset, company.labeller
        having 2 * count(*) <= max(all_labellers.labellers)
    )

    select dependent.dataset, dependent.labeller, dependent.other_labeller, dependent.dependence
    from {{ dependent }} as dependent
    inner join in_the_minority as one on dependent.dataset = one.dataset and dependent.labeller = one.labeller
    inner join in_the_minority as other on dependent.dataset = other.dataset and dependent.other_labeller = other.labeller
{% endmacro %}


{% macro _excess_agreement(moments, signals) %}
    {#- By how much each pair agrees more than its signals explain, as a share of what is left, and in standard errors; the mean over
        classes. -#}
    select
        dataset,
        labeller,
        other_labeller,
        avg((moment - explained) / (1 - explained)) as excess,
        avg((moment - explained) / sqrt({{ flywheel._at_least('1 - explained * explained', 0.01) }} / items)) as deviations
    from ({{ flywheel._explained_moments(moments, signals) }}) as explained_moments
    group by dataset, labeller, other_labeller
{% endmacro %}


{% macro _explained_moments(moments, signals) %}
    {#- How often each pair agrees, and how often it would by its signals alone, if it errs independently: E[ij] = a_i a_j. -#}
    select
        moments.dataset,
        moments.labeller,
        moments.other_labeller,
        moments.moment,
        moments.items,
        {{ flywheel._at_most(flywheel._at_least('one.signal * other.signal', -0.99), 0.99) }} as explained
    from {{ moments }} as moments
    inner join {{ signals }} as one
        on moments.dataset = one.dataset and moments.label = one.label and moments.labeller = one.labeller
    inner join {{ signals }} as other
        on moments.dataset = other.dataset
        and moments.label = other.label
        and moments.other_labeller = other.labeller
{% endmacro %}


{% macro _independent_moments(moments, dependent) %}
    {#- The moments of all pairs but those named, which are there both ways round. -#}
    select moments.*
    from {{ moments }} as moments
    left join {{ dependent }} as dependent
        on moments.dataset = dependent.dataset
        and moments.labeller = dependent.labeller
        and moments.other_labeller = dependent.other_labeller
    where dependent.dataset is null
{% endmacro %}
