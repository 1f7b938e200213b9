{%- for model in flywheel._measurement_models() %}
select
    {{ flywheel._checked_measurement_columns(flywheel._user_ref(model)) | join(',\n    ') }},
    {{ dbt.string_literal(model.split('.')[-1]) }} as from_model
from {{ flywheel._user_ref(model) }}

union all
{% endfor %}
{{ flywheel._kpi_measurements() }}
