{% macro label_agreement(datasets, votes, kappas) %}
    {#- How far the labellers of each dataset agree, by every measure of agreement_measures(), one row each. Items with a single
        vote say nothing and are left out. `datasets`: what has a `dataset`; `votes`: dataset, pattern, labeller, label and items,
        as in vote_pairs(); `kappas`: what labeller_kappas() gives.

        Standard errors are those of the infinitesimal jackknife over items: each measure is a function of sums over items, and
        each item moves it by its derivative (Efron 1982). The mean of Cohen's kappas is given the mean of their standard errors,
        which no dependence between pairs can make too small. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- set float = flywheel._contract_type('float') -%}
    {%- set int = flywheel._contract_type('int') -%}
    {%- set measures = [] -%}
    {%- for measure in flywheel.agreement_measures() -%} {%- do measures.append([measure]) -%} {%- endfor %}
    with met_votes {{ flywheel._as_step() }} (
        select *
        from (select *, count(*) over (partition by dataset, pattern) as votes from {{ votes }}) as counted_votes
        where votes > 1
    ),

    counts {{ flywheel._as_step() }} (
        select
            dataset,
            pattern,
            label,
            items,
            votes,
            cast(count(*) as {{ float }}) as label_votes
        from met_votes
        group by dataset, pattern, label, items, votes
    ),

    labels as (
        select dataset, label, sum(items * label_votes) as label_total, {{ flywheel._text_number('label') }} as number
        from counts
        group by dataset, label
    ),

    -- interval: the labels as numbers; ordinal: their mid-ranks, which makes Krippendorff's ordinal metric that of intervals
    label_totals as (
        select
            *,
            sum(label_total) over (partition by dataset) as total,
            sum(label_total) over (partition by dataset order by number) - (
                sum(label_total) over (partition by dataset, number)
            ) / 2 as mid_rank,
            sum(label_total * number) over (partition by dataset) / sum(label_total) over (partition by dataset) as mean_number,
            max(case when number is null then 1 else 0 end) over (partition by dataset) as has_words,
            max(number) over (partition by dataset) - min(number) over (partition by dataset) as width
        from labels
    ),

    scaled_labels {{ flywheel._as_step() }} (
        select
            dataset,
            label,
            label_total,
            case when has_words = 0 and width > 0 then number - mean_number end as number,
            case when has_words = 0 and width > 0 then mid_rank - total / 2 end as mid_rank
        from label_totals
    ),

    totals as (
        select
            dataset,
            sum(label_total) as total,
            sum(label_total * label_total) as squares,
            sum(label_total * number * number) as number_squares,
            sum(label_total * mid_rank * mid_rank) as rank_squares
        from scaled_labels
        group by dataset
    ),

    patterns as (
        select
            counts.dataset,
            counts.pattern,
            counts.items,
            cast(counts.votes as {{ float }}) as votes,
            sum(counts.label_votes * counts.label_votes) as squares,
            sum(counts.label_votes * scaled_labels.label_total) as label_totals,
            sum(counts.label_votes * scaled_labels.number) as numbers,
            sum(counts.label_votes * scaled_labels.number * scaled_labels.number) as number_squares,
            sum(counts.label_votes * scaled_labels.mid_rank) as ranks,
            sum(counts.label_votes * scaled_labels.mid_rank * scaled_labels.mid_rank) as rank_squares
        from counts
        inner join scaled_labels on counts.dataset = scaled_labels.dataset and counts.label = scaled_labels.label
        group by counts.dataset, counts.pattern, counts.items, counts.votes
    ),

    -- `pairs`, `agreeing`: of the votes of one item; `by_*`: its disagreement, as Krippendorff counts it; `expects_*`: how it moves
    -- the disagreement that chance would make
    parts {{ flywheel._as_step() }} (
        select
            patterns.dataset,
            patterns.items,
            patterns.votes,
            patterns.votes * (patterns.votes - 1) as pairs,
            patterns.squares - patterns.votes as agreeing,
            totals.squares / (totals.total * totals.total) as chance_agreement,
            2 * (patterns.label_totals - patterns.votes * totals.squares / totals.total)
                / (totals.total * totals.total) as moves_chance,
            {{ flywheel._krippendorff_parts(
                'nominal',
                disagreement='patterns.votes * patterns.votes - patterns.squares',
                chance='(totals.total * totals.total - totals.squares)',
                moves='2 * (totals.total * patterns.votes - patterns.label_totals)'
            ) }},
            {{ flywheel._krippendorff_parts(
                'interval',
                disagreement='2 * (patterns.votes * patterns.number_squares - patterns.numbers * patterns.numbers)',
                chance='2 * totals.total * totals.number_squares',
                moves='2 * (patterns.votes * totals.number_squares + totals.total * patterns.number_squares)'
            ) }},
            {{ flywheel._krippendorff_parts(
                'ordinal',
                disagreement='2 * (patterns.votes * patterns.rank_squares - patterns.ranks * patterns.ranks)',
                chance='2 * totals.total * totals.rank_squares',
                moves='2 * (patterns.votes * totals.rank_squares + totals.total * patterns.rank_squares)'
            ) }}
        from patterns
        inner join totals on patterns.dataset = totals.dataset
    ),

    sums {{ flywheel._as_step() }} (
        select
            dataset,
            sum(items) as items,
            sum(items * pairs) as pairs,
            sum(items * agreeing) / sum(items * pairs) as pair_agreement,
            sum(items * agreeing / pairs) / sum(items) as item_agreement,
            max(chance_agreement) as chance_agreement,
            {%- for level in flywheel._krippendorff_levels() %}
            sum(items * by_{{ level }}) / nullif(max(chance_{{ level }}), 0) as ratio_{{ level }},
            max(chance_{{ level }}) as chance_{{ level }}{{ ',' if not loop.last }}
            {%- endfor %}
        from parts
        group by dataset
    ),

    variances as (
        select
            parts.dataset,
            sum(parts.items * power((parts.agreeing - sums.pair_agreement * parts.pairs) / sums.pairs, 2)) as percent,
            sum(
                parts.items * power(
                    (parts.agreeing / parts.pairs - sums.item_agreement) / sums.items / nullif(1 - sums.chance_agreement, 0)
                    - (1 - sums.item_agreement) * parts.moves_chance / nullif(power(1 - sums.chance_agreement, 2), 0),
                    2
                )
            ) as fleiss_kappa,
            {%- for level in flywheel._krippendorff_levels() %}
            sum(
                parts.items * power(
                    (sums.ratio_{{ level }} * parts.expects_{{ level }} - parts.by_{{ level }}) / nullif(sums.chance_{{ level }}, 0), 2
                )
            ) as krippendorff_alpha_{{ level }}{{ ',' if not loop.last }}
            {%- endfor %}
        from parts
        inner join sums on parts.dataset = sums.dataset
        group by parts.dataset
    ),

    mean_kappas as (
        select
            dataset,
            sum(items * cohen_kappa) / sum(case when cohen_kappa is not null then items end) as cohen_kappa,
            sum(items * standard_error) / sum(case when cohen_kappa is not null then items end) as standard_error
        from {{ kappas }}
        group by dataset
    ),

    voters as (
        select dataset, count(distinct labeller) as labellers
        from met_votes
        group by dataset
    ),

    measures as (
        {{ flywheel._rows(measures, {'measure': 'str'}) }}
    ),

    assessed_datasets as (
        select distinct dataset
        from {{ datasets }}
        where dataset is not null
    )

    select
        assessed_datasets.dataset,
        measures.measure,
        case measures.measure
            when 'percent' then sums.pair_agreement
            when 'cohen_kappa' then mean_kappas.cohen_kappa
            when 'fleiss_kappa' then case when sums.chance_agreement < 1 - 1e-12
                then (sums.item_agreement - sums.chance_agreement) / (1 - sums.chance_agreement)
            end
            {%- for level in flywheel._krippendorff_levels() %}
            when 'krippendorff_alpha_{{ level }}' then 1 - sums.ratio_{{ level }}
            {%- endfor %}
        end as value,
        cast(coalesce(sums.items, 0) as {{ int }}) as items,
        cast(coalesce(voters.labellers, 0) as {{ int }}) as labellers,
        case when sums.items > 1 then
            case measures.measure
                when 'percent' then sqrt(variances.percent)
                when 'cohen_kappa' then mean_kappas.standard_error
                when 'fleiss_kappa' then sqrt(variances.fleiss_kappa)
                {%- for level in flywheel._krippendorff_levels() %}
                when 'krippendorff_alpha_{{ level }}' then sqrt(variances.krippendorff_alpha_{{ level }})
                {%- endfor %}
            end
        end as standard_error
    from assessed_datasets
    cross join measures
    left join sums on assessed_datasets.dataset = sums.dataset
    left join variances on assessed_datasets.dataset = variances.dataset
    left join mean_kappas on assessed_datasets.dataset = mean_kappas.dataset
    left join voters on assessed_datasets.dataset = voters.dataset
{% endmacro %}


{% macro _krippendorff_levels() %} {{ return(['nominal', 'interval', 'ordinal']) }} {% endmacro %}


{% macro _krippendorff_parts(level, disagreement, chance, moves) -%}
    {#- Of alpha = 1 - observed / expected disagreement (Krippendorff 2004, from the coincidence matrix, in sums over items and over
        labels): what one item adds to the observed, what chance would make of all votes, and the derivative of that by the item.
        `moves`: the derivative of `chance` by the item. -#}
    ({{ disagreement }}) / (patterns.votes - 1) as by_{{ level }},
            {{ chance }} / (totals.total - 1) as chance_{{ level }},
            ({{ moves }} - {{ chance }} * patterns.votes / (totals.total - 1)) / (totals.total - 1) as expects_{{ level }}
{%- endmacro %}
