{% test no_sample_ratio_mismatch(model, max_p=0.001) %}
    {{ flywheel.sample_ratio_mismatches(model, max_p) }}
{% endtest %}
