{% macro brier(score, positives, negatives) -%}
    {#- Mean squared distance between the probability and what happened (Brier 1950), as an aggregate. A row may stand
        for several predictions of one score. Null with none. -#}
    sum({{ positives }} * (1 - {{ score }}) * (1 - {{ score }}) + {{ negatives }} * {{ score }} * {{ score }})
    / nullif(cast(sum({{ positives }} + {{ negatives }}) as {{ flywheel._contract_type('float') }}), 0)
{%- endmacro %}
