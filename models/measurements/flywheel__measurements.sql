{%- for model in flywheel._measurement_models() %}
select
    {{ flywheel._checked_measurement_columns(ref(*model.split('.'))) | join(',\n    ') }},
    {{ dbt.string_literal(model.split('.')[-1]) }} as from_model
from {{ ref(*model.split('.')) }}

union all
{% endfor %}
{{ flywheel._kpi_measurements() }}
