{% macro _sample_ratio(arms) %}
    {#- Whether units fell into the variants as they were meant to: `srm_p_value`, of Pearson's chi-squared over the variants with a
        positive expected share, whose number less one is its degrees of freedom; null under 8 units in any of them. Shares that are
        not given are equal parts of what the others leave, and all are scaled to add up to 1. `expected_units` of a variant.
        For a relation as flywheel__experiment_arms, part by part; common table expressions; the last is `ratios`. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- set of_one = '(partition by experiment, kpi, part)' -%}
    {%- set float = flywheel._contract_type('float') -%}
    counted_shares {{ flywheel._as_step() }} (
        select
            *,
            count(*) over {{ of_one }} as variants,
            count(expected_share) over {{ of_one }} as given_shares,
            coalesce(sum(expected_share) over {{ of_one }}, 0) as given_share,
            min(expected_share) over {{ of_one }} as smallest_share
        from {{ arms }}
    ),

    weights {{ flywheel._as_step() }} (
        select
            *,
            case
                when smallest_share < 0 or (given_shares < variants and given_share > 1 + 1e-9) then null
                when expected_share is not null then expected_share
                else greatest(cast(1 - given_share as {{ float }}), 0) / (variants - given_shares)
            end as weight
        from counted_shares
    ),

    expected {{ flywheel._as_step() }} (
        select
            *,
            weight / nullif(sum(weight) over {{ of_one }}, 0)
                * sum(case when weight > 0 then assigned_units else 0 end) over {{ of_one }} as expected_units,
            min(case when weight > 0 then assigned_units end) over {{ of_one }} as fewest_units,
            sum(case when weight > 0 then 1 else 0 end) over {{ of_one }} - 1 as srm_degrees
        from weights
    ),

    deviations_from_expected {{ flywheel._as_step() }} (
        select
            *,
            sum(case when expected_units > 0 then power(assigned_units - expected_units, 2) / expected_units end) over {{ of_one }}
                as srm_statistic
        from expected
    ),

    ratios {{ flywheel._as_step() }} (
        select
            *,
            case when fewest_units >= 8 then srm_tail end as srm_p_value
        from ({{ flywheel.chi2_tail('deviations_from_expected', 'srm_statistic', 'srm_degrees', 'srm_tail') }}) as tails
    )
{% endmacro %}
