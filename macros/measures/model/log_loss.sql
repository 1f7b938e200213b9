{% macro log_loss(score, positives, negatives) -%}
    {#- Minus the mean log probability of what happened, as an aggregate; scores clipped at 1e-15. A row may stand for
        several predictions of one score. Null with none. -#}
    sum({{ flywheel._total_log_loss(score, positives, negatives) }})
    / nullif(cast(sum({{ positives }} + {{ negatives }}) as {{ flywheel._contract_type('float') }}), 0)
{%- endmacro %}


{% macro _total_log_loss(score, positives, negatives) -%}
    {#- Log loss of all predictions of one score. -#}
    {%- set clipped = 'case when ' ~ score ~ ' < 1e-15 then 1e-15 when ' ~ score ~ ' > 1 - 1e-15 then 1 - 1e-15 else '
        ~ score ~ ' end' -%}
    -({{ positives }} * ln({{ clipped }}) + {{ negatives }} * ln(1 - {{ clipped }}))
{%- endmacro %}
