{% macro _triplets(moments) %}
    {#- Every triplet of labellers that met in pairs, once for each of them: with a = 2 x accuracy - 1, and given that they err
        independently, a_i^2 = E[ij] E[ik] / E[jk] (Fu et al. 2020). `relative_variance`: that of the estimate's sampling error, over its
        square, to first order. -#}
    select
        one.dataset,
        one.label,
        one.labeller,
        sqrt(abs(one.moment * two.moment / between_them.moment)) as magnitude,
        (one.relative_variance + two.relative_variance + between_them.relative_variance) / 4 as relative_variance
    from {{ moments }} as one
    inner join {{ moments }} as two
        on one.dataset = two.dataset
        and one.label = two.label
        and one.labeller = two.labeller
        and one.other_labeller < two.other_labeller
    inner join {{ moments }} as between_them
        on one.dataset = between_them.dataset
        and one.label = between_them.label
        and one.other_labeller = between_them.labeller
        and two.other_labeller = between_them.other_labeller
    where abs(between_them.moment) > 1e-12
{% endmacro %}


{% macro _lower_magnitudes(moments) %}
    {#- How much each labeller's votes on a class say, as the lower quartile over triplets has it. -#}
    select
        dataset,
        label,
        labeller,
        count(*) as triplets,
        {{ flywheel._at_most(flywheel._quantile('magnitude', 0.25), 1) }} as magnitude
    from ({{ flywheel._triplets(moments) }}) as triplets
    group by dataset, label, labeller
{% endmacro %}


{% macro _magnitudes(moments, dependent) %}
    {#- How much each labeller's votes on a class say: the median over all triplets (Fu et al. 2020). In a dataset where some depend
        on others there are fewer triplets, and those with a labeller whose votes say next to nothing may be the most of them: there
        each counts by its precision, as if none were surer than to 3 in 100. `relative_variance`: that of the median triplet. -#}
    select
        dataset,
        label,
        labeller,
        count(*) as triplets,
        {{ flywheel._at_most(
            '(min(case when weight_so_far > (0.5 - 1e-9) * weight then magnitude end) '
            ~ '+ min(case when weight_so_far > (0.5 + 1e-9) * weight then magnitude end)) / 2', 1
        ) }} as magnitude,
        {{ flywheel._quantile('relative_variance', 0.5) }} as relative_variance
    from (
        select
            *,
            sum(weight_of_triplet) over (
                partition by dataset, label, labeller order by magnitude rows unbounded preceding
            ) as weight_so_far,
            sum(weight_of_triplet) over (partition by dataset, label, labeller) as weight
        from (
            select
                triplets.*,
                case when with_dependent.dataset is null then 1 else 1 / (0.001 + triplets.relative_variance) end as weight_of_triplet
            from ({{ flywheel._triplets(moments) }}) as triplets
            left join (select distinct dataset from {{ dependent }}) as with_dependent on triplets.dataset = with_dependent.dataset
        ) as weighed_triplets
    ) as ranked_triplets
    group by dataset, label, labeller
{% endmacro %}


{% macro _signals(moments, magnitudes) %}
    {#- The magnitudes with their signs. The paper takes every labeller for better than chance; here one that disagrees with the others is
        worse. How far it agrees is counted in items, first with all alike; then each of the others counts as much as its votes say,
        and the other way round where it is worse than chance itself. -#}
    select
        magnitudes.*,
        magnitudes.magnitude * case when agreed.agreement < 0 then -1 else 1 end as signal
    from {{ magnitudes }} as magnitudes
    left join (
        select
            pairs.dataset,
            pairs.label,
            pairs.labeller,
            sum(
                pairs.items * pairs.moment * others.magnitude * case when first_agreed.agreement < 0 then -1 else 1 end
            ) as agreement
        from {{ moments }} as pairs
        inner join {{ magnitudes }} as others
            on pairs.dataset = others.dataset
            and pairs.label = others.label
            and pairs.other_labeller = others.labeller
        inner join (
            select dataset, label, labeller, sum(items * moment) as agreement
            from {{ moments }}
            group by dataset, label, labeller
        ) as first_agreed
            on pairs.dataset = first_agreed.dataset
            and pairs.label = first_agreed.label
            and pairs.other_labeller = first_agreed.labeller
        group by pairs.dataset, pairs.label, pairs.labeller
    ) as agreed
        on magnitudes.dataset = agreed.dataset
        and magnitudes.label = agreed.label
        and magnitudes.labeller = agreed.labeller
{% endmacro %}
