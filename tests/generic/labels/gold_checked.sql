{% test gold_checked(model, gold=none, min_items=30, min_share=0, days=none) %}
    {%- do flywheel._holds_nothing_back() %}
    {{ flywheel._needs_columns('gold_checked', model, 'a model with the label of each item', ['dataset', 'item_id', 'label']) }}
    {{ flywheel.unchecked_datasets(model, gold or ref('flywheel__input_gold_labels'), min_items, min_share, days) }}
{% endtest %}
