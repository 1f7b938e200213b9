{%- for model in flywheel._drift_models() %}
select
    subject,
    column_name,
    statistic,
    metric,
    period_start,
    value,
    sample_size,
    period,
    moved,
    {{ dbt.string_literal(model.split('.')[-1]) }} as from_model
from {{ flywheel._user_ref(model) }}

{{ 'union all' if not loop.last }}
{%- else %}
{{ flywheel._empty_relation({
    'subject': 'str', 'column_name': 'str', 'statistic': 'str', 'metric': 'str', 'period_start': 'ts', 'value': 'float',
    'sample_size': 'int', 'period': 'str', 'moved': 'str', 'from_model': 'str',
}) }}
{%- endfor %}
