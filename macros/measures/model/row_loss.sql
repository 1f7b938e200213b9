{% macro _row_loss(score) -%}
    {#- What one prediction costs: squared error in a regression, 1 for a class that is not the right one, else log loss in nats, clipped at
        1e-15. For rows with a task and an outcome. -#}
    case
        when task = 'regression' then power(outcome - {{ score }}, 2)
        when task = 'classes' then case when outcome = {{ score }} then 0 else 1 end
        else {{ flywheel._total_log_loss(score, 'outcome', '(1 - outcome)') }}
    end
{%- endmacro %}
