{% macro _pair_moments(pairs) %}
    {#- For each class, how often two labellers agree on whether an item is of it: the mean over the items that both voted on of the
        product of their votes, 1 for the class and -1 for any other (E[ij] of Fu et al. 2020). Each pair both ways round. Known
        from 30 such items on, and only where one of the two has said both: two that never say but one thing agree by that
        alone. `relative_variance`: that of its sampling error, over its square. -#}
    with said_both_ways as (
        select dataset, labeller, other_labeller, label, other_label, items
        from {{ pairs }}
        union all
        select dataset, other_labeller as labeller, labeller as other_labeller, other_label as label, label as other_label, items
        from {{ pairs }}
    ),

    met_items as (
        select dataset, labeller, other_labeller, cast(sum(items) as {{ flywheel._contract_type('float') }}) as items
        from said_both_ways
        group by dataset, labeller, other_labeller
    ),

    class_counts as (
        select
            dataset,
            labeller,
            other_labeller,
            label,
            sum(said) as said,
            sum(other_said) as other_said,
            sum(agreed) as agreed
        from (
            select
                dataset,
                labeller,
                other_labeller,
                label,
                items as said,
                0 as other_said,
                case when label = other_label then items else 0 end as agreed
            from said_both_ways
            union all
            select dataset, labeller, other_labeller, other_label as label, 0 as said, items as other_said, 0 as agreed
            from said_both_ways
        ) as class_votes
        group by dataset, labeller, other_labeller, label
    )

    select
        *,
        (1 - moment * moment) / items / {{ flywheel._at_least('moment * moment', '1e-12') }} as relative_variance
    from (
        select
            class_counts.dataset,
            class_counts.label,
            class_counts.labeller,
            class_counts.other_labeller,
            met_items.items,
            1 - 2 * (class_counts.said + class_counts.other_said - 2 * class_counts.agreed) / met_items.items as moment
        from class_counts
        inner join met_items
            on class_counts.dataset = met_items.dataset
            and class_counts.labeller = met_items.labeller
            and class_counts.other_labeller = met_items.other_labeller
        where
            met_items.items >= 30
            and (
                class_counts.said between 1 and met_items.items - 1
                or class_counts.other_said between 1 and met_items.items - 1
            )
    ) as moments
{% endmacro %}
