{% macro _auc_standard_error(auc, positives, negatives) -%}
    {#- Standard error of an area under the ROC curve from the area and the numbers alone (Hanley and McNeil 1982), with the probabilities
        q1 = auc / (2 - auc) and q2 = 2 auc^2 / (1 + auc) of their exponential model. 0 where no pair is out of order. -#}
    sqrt((
        {{ auc }} * (1 - {{ auc }})
        + ({{ positives }} - 1) * ({{ auc }} / (2 - {{ auc }}) - power({{ auc }}, 2))
        + ({{ negatives }} - 1) * (2 * power({{ auc }}, 2) / (1 + {{ auc }}) - power({{ auc }}, 2))
    ) / nullif({{ positives }} * {{ negatives }}, 0))
{%- endmacro %}
