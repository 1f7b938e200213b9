{% test labellers_agree(model, measure='krippendorff_alpha_nominal', min=0.667, labellers=none) %}
    {{ flywheel.disagreeing_labellers(model, measure, min, labellers) }}
{% endtest %}
