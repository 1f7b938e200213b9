{% macro _row_loss(score) -%}
    {#- What one prediction costs: squared error in a regression, else log loss in nats, clipped at 1e-15. For rows with a task and an
        outcome. -#}
    case
        when task = 'regression' then power(outcome - {{ score }}, 2)
        else {{ flywheel._total_log_loss(score, 'outcome', '(1 - outcome)') }}
    end
{%- endmacro %}
