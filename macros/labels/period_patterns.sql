{% macro _period_patterns() %}
    {#- How many items of each period have which votes. An item is of the period in which it arrived; where that is not known, of that in which
        it was first voted on. What is said of a dataset can so be said of one period of it: `dataset` tells the periods of all
        datasets apart, `of_dataset` is what they are of. -#}
    {%- set period = var('flywheel_agreement_period', 'month') -%}
    {%- if period not in ['day', 'week', 'month'] -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var flywheel_agreement_period is '" ~ period ~ "'; wanted day, week or month."
        ) }}
    {%- endif %}
    select
        of_dataset,
        period_start,
        of_dataset || ' ' || cast(period_start as {{ dbt.type_string() }}) as dataset,
        pattern,
        count(*) as items
    from (
        select
            dataset as of_dataset,
            pattern,
            {{ flywheel._period_start('coalesce(arrived_at, first_voted_at)', period) }} as period_start
        from {{ ref('flywheel__label_items') }}
        where pattern is not null
    ) as items
    where period_start is not null
    group by of_dataset, period_start, pattern
{% endmacro %}
