{% macro _triplet_signals(moments, quantile=0.5) %}
    {#- How much each labeller's votes on a class say: a = 2 x accuracy - 1, from triplets of labellers that met in pairs and, given
        the true label, err independently: a_i^2 = E[ij] E[ik] / E[jk], the median over all triplets (Fu et al. 2020).
        The paper takes every labeller for better than chance; here one that disagrees with the others on the whole is below it.
        `quantile`: which quantile over the triplets. -#}
    select
        magnitudes.dataset,
        magnitudes.label,
        magnitudes.labeller,
        magnitudes.triplets,
        magnitudes.magnitude * case when directions.total_moment < 0 then -1 else 1 end as signal
    from (
        select
            one.dataset,
            one.label,
            one.labeller,
            count(*) as triplets,
            {{ flywheel._at_most(
                flywheel._quantile('sqrt(abs(one.moment * two.moment / between_them.moment))', quantile), 1
            ) }} as magnitude
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
        group by one.dataset, one.label, one.labeller
    ) as magnitudes
    inner join (
        select dataset, label, labeller, sum(moment) as total_moment
        from {{ moments }}
        group by dataset, label, labeller
    ) as directions
        on magnitudes.dataset = directions.dataset
        and magnitudes.label = directions.label
        and magnitudes.labeller = directions.labeller
{% endmacro %}
