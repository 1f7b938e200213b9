{% macro _metric_direction(metric) -%}
    {#- Which way a well-known metric gets better; null for any other, which is then not ranked. -#}
    case
        when lower({{ metric }}) in ('log_loss', 'brier', 'mae', 'rmse', 'calibration_error') then 'lower_is_better'
        when lower({{ metric }}) in ('auc', 'accuracy', 'f1', 'precision', 'recall', 'r2') then 'higher_is_better'
    end
{%- endmacro %}
