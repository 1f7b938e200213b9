{% macro _auc_of_ranks(rank_sum, share_sum, positives, negatives) -%}
    {#- Area under the ROC curve from the ranks of the positives among all scores: the rank sum of Mann and Whitney (1947), where a score that
        is like others has the mean of their ranks. `rank_sum`: sum of the positives' rank(), the first of their ties; `share_sum`: of
        their cume_dist(), the last of their ties over the number of all. Null with one class. -#}
    (
        ({{ rank_sum }} + ({{ positives }} + {{ negatives }}) * {{ share_sum }}) / 2 - {{ positives }} * ({{ positives }} + 1) / 2
    ) / nullif({{ positives }} * {{ negatives }}, 0)
{%- endmacro %}
