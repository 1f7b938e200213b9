{% macro _metric_direction(metric) -%}
    {#- Which way a well-known metric gets better; null for any other, which is then not ranked. -#}
    case
        when lower({{ metric }}) in ('log_loss', 'brier', 'mae', 'mape', 'mse', 'rmse', 'calibration_error') then 'lower_is_better'
        when lower({{ metric }}) in (
            'auc', 'accuracy', 'balanced_accuracy', 'f1', 'f1_macro', 'f1_micro', 'f1_weighted', 'precision', 'recall', 'r2'
        ) then 'higher_is_better'
    end
{%- endmacro %}
