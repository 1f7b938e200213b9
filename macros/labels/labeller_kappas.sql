{% macro labeller_kappas(pairs) %}
    {#- Agreement and Cohen's kappa of every pair of labellers on the items that both voted on, and the large-sample standard error of
        kappa (Fleiss, Cohen and Everitt 1969). `pairs`: what vote_pairs() gives. Kappa is null where chance alone would make the
        two agree on everything: both have but one label, and the same. -#}
    {%- set float = flywheel._contract_type('float') -%}
    with joint as (
        select
            *,
            cast(items as {{ float }}) / sum(items) over (partition by dataset, labeller, other_labeller) as share,
            sum(items) over (partition by dataset, labeller, other_labeller) as pair_items
        from {{ pairs }}
    ),

    said as (
        select dataset, labeller, other_labeller, label, sum(share) as share
        from joint
        group by dataset, labeller, other_labeller, label
    ),

    others_said as (
        select dataset, labeller, other_labeller, other_label, sum(share) as share
        from joint
        group by dataset, labeller, other_labeller, other_label
    ),

    -- `said_as_other`: how often the one says what the other said here, and the other way round
    cells as (
        select
            joint.dataset,
            joint.labeller,
            joint.other_labeller,
            joint.pair_items,
            joint.share,
            case when joint.label = joint.other_label then 1 else 0 end as agrees,
            coalesce(said_as_other.share, 0) + coalesce(others_said_as_one.share, 0) as marginals
        from joint
        left join said as said_as_other
            on joint.dataset = said_as_other.dataset
            and joint.labeller = said_as_other.labeller
            and joint.other_labeller = said_as_other.other_labeller
            and joint.other_label = said_as_other.label
        left join others_said as others_said_as_one
            on joint.dataset = others_said_as_one.dataset
            and joint.labeller = others_said_as_one.labeller
            and joint.other_labeller = others_said_as_one.other_labeller
            and joint.label = others_said_as_one.other_label
    ),

    chance as (
        select said.dataset, said.labeller, said.other_labeller, sum(said.share * others_said.share) as chance_agreement
        from said
        inner join others_said
            on said.dataset = others_said.dataset
            and said.labeller = others_said.labeller
            and said.other_labeller = others_said.other_labeller
            and said.label = others_said.other_label
        group by said.dataset, said.labeller, said.other_labeller
    ),

    agreements as (
        select dataset, labeller, other_labeller, max(pair_items) as items, sum(agrees * share) as agreement
        from cells
        group by dataset, labeller, other_labeller
    ),

    kappas as (
        select
            agreements.*,
            coalesce(chance.chance_agreement, 0) as chance_agreement,
            case when coalesce(chance.chance_agreement, 0) < 1 - 1e-12 then
                (agreements.agreement - coalesce(chance.chance_agreement, 0)) / (1 - coalesce(chance.chance_agreement, 0))
            end as cohen_kappa
        from agreements
        left join chance
            on agreements.dataset = chance.dataset
            and agreements.labeller = chance.labeller
            and agreements.other_labeller = chance.other_labeller
    ),

    spreads as (
        select
            cells.dataset,
            cells.labeller,
            cells.other_labeller,
            sum(
                cells.share * case when cells.agrees = 1
                    then power(1 - cells.marginals * (1 - kappas.cohen_kappa), 2)
                    else power(cells.marginals * (1 - kappas.cohen_kappa), 2)
                end
            ) as squares
        from cells
        inner join kappas
            on cells.dataset = kappas.dataset
            and cells.labeller = kappas.labeller
            and cells.other_labeller = kappas.other_labeller
        group by cells.dataset, cells.labeller, cells.other_labeller
    )

    select
        kappas.dataset,
        kappas.labeller,
        kappas.other_labeller,
        cast(kappas.items as {{ flywheel._contract_type('int') }}) as items,
        kappas.agreement,
        kappas.chance_agreement,
        kappas.cohen_kappa,
        case when kappas.cohen_kappa is not null then
            sqrt(
                {{ flywheel._at_least(
                    'spreads.squares - power(kappas.cohen_kappa - kappas.chance_agreement * (1 - kappas.cohen_kappa), 2)', 0
                ) }}
                / kappas.items
            ) / (1 - kappas.chance_agreement)
        end as standard_error
    from kappas
    inner join spreads
        on kappas.dataset = spreads.dataset
        and kappas.labeller = spreads.labeller
        and kappas.other_labeller = spreads.other_labeller
{% endmacro %}
