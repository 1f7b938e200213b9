{% macro _tell_of_unused_settings(series) %}
    {#- Warns of settings, in the meta of a model, for a metric that the model does not measure: most often one that is misspelt. A model
        that measured nothing at all may do so yet. -#}
    {%- set policies = flywheel._policies_in_use() | rejectattr('metric', 'none') | list -%}
    {%- if execute and policies -%}
        {%- set measured = {} -%}
        {%- for model, metric in run_query('select distinct from_model, metric from ' ~ series ~ ' order by metric').rows -%}
            {%- do measured.setdefault(model, []).append(metric) -%}
        {%- endfor -%}
        {%- for policy in policies if policy.metric not in measured.get(policy.from_model, [policy.metric]) -%}
            {%- do exceptions.warn(
                "flywheel: the meta of model '" ~ policy.from_model ~ "' has settings for the metric '" ~ policy.metric
                ~ "', which it does not measure. Measured: " ~ measured[policy.from_model] | join(', ') ~ "."
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
