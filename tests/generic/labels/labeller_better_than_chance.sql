{% test labeller_better_than_chance(model, gold=none, min_gold_votes=30, confidence=0.95) %}
    {%- do flywheel._holds_nothing_back() %}
    {{ flywheel.labellers_no_better_than_chance(model, gold or ref('flywheel__input_gold_labels'), min_gold_votes, confidence) }}
{% endtest %}
