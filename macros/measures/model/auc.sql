{% macro auc(positives, negatives, negatives_up_to) -%}
    {#- Area under the ROC curve, as an aggregate over rows that are one distinct score each: the share of pairs of a
        positive and a negative in which the positive has the higher score, ties counted half (Mann and Whitney 1947;
        the same as mid-ranks). `negatives_up_to`: negatives with this score or a lower one. Null with one class. -#}
    {%- set float = flywheel._contract_type('float') -%}
    sum(cast({{ positives }} as {{ float }}) * ({{ negatives_up_to }} - {{ negatives }} / 2.0))
    / nullif(cast(sum({{ positives }}) as {{ float }}) * sum({{ negatives }}), 0)
{%- endmacro %}
