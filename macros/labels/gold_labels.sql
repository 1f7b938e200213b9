{% macro _gold_labels(gold) %}
    {#- The trusted labels there are by now, each once: an item may have several. -#}
    select distinct
        dataset,
        item_id,
        label
    from {{ gold }}
    where
        dataset is not null and item_id is not null and label is not null
        and (labelled_at is null or labelled_at <= {{ flywheel._now() }})
{% endmacro %}
