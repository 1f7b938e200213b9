{% macro _pair_moments(pairs) %}
    {#- For each class, how often two labellers agree on whether an item is of it: the mean over the items that both voted on of the
        product of their votes, 1 for the class and -1 for any other (E[ij] of Fu et al. 2020). Each pair both ways round. Known
        from 30 such items on, and only where one of the two has said both: two that never say but one thing agree by that
        alone. -#}
    {%- set float = flywheel._contract_type('float') -%}
    select
        dataset,
        label,
        labeller,
        other_labeller,
        items,
        1 - 2 * (said + other_said - 2 * both_said) / items as moment
    from (
        select
            class_counts.dataset,
            class_counts.label,
            class_counts.labeller,
            class_counts.other_labeller,
            class_counts.said,
            class_counts.other_said,
            class_counts.both_said,
            cast(pair_counts.items as {{ float }}) as items
        from (
            select
                dataset,
                label,
                labeller,
                other_labeller,
                sum(said) as said,
                sum(other_said) as other_said,
                sum(both_said) as both_said
            from (
                {%- for one, other in [('labeller', 'other_labeller'), ('other_labeller', 'labeller')] %}
                {%- set label, other_label = ('label', 'other_label') if loop.first else ('other_label', 'label') %}
                select
                    dataset,
                    {{ label }} as label,
                    {{ one }} as labeller,
                    {{ other }} as other_labeller,
                    items as said,
                    0 as other_said,
                    case when label = other_label then items else 0 end as both_said
                from {{ pairs }}
                union all
                select dataset, {{ other_label }}, {{ one }}, {{ other }}, 0, items, 0
                from {{ pairs }}
                {{ 'union all' if not loop.last }}
                {%- endfor %}
            ) as class_votes
            group by dataset, label, labeller, other_labeller
        ) as class_counts
        inner join (
            select dataset, labeller, other_labeller, sum(items) as items
            from {{ pairs }}
            group by dataset, labeller, other_labeller
            union all
            select dataset, other_labeller, labeller, sum(items)
            from {{ pairs }}
            group by dataset, labeller, other_labeller
        ) as pair_counts
            on class_counts.dataset = pair_counts.dataset
            and class_counts.labeller = pair_counts.labeller
            and class_counts.other_labeller = pair_counts.other_labeller
    ) as counted
    where items >= 30 and (said between 1 and items - 1 or other_said between 1 and items - 1)
{% endmacro %}
