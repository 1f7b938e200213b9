{% macro _labeller_accuracy() -%}
    {#- The accuracy of a labeller over all classes, as an aggregate over its rows of flywheel__label_model: a mistake is one on two of
        the classes, that which was said and that which is. Null where no class has an estimate. -#}
    {{ flywheel._at_least('1 - count(*) * avg(1 - estimated_accuracy) / 2', 0) }}
{%- endmacro %}
