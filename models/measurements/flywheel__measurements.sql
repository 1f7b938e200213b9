{#- where much of it is final, it is not copied: those who read it read what may still change -#}
{%- if flywheel._final_days() is not none -%} {{ config(materialized='view') }} {%- endif -%}
{%- for model in flywheel._measurement_models() %}
select
    {{ flywheel._checked_measurement_columns(flywheel._user_ref(model)) | join(',\n    ') }},
    {{ dbt.string_literal(model.split('.')[-1]) }} as from_model
from {{ flywheel._user_ref(model) }}

union all
{% endfor %}
{{ flywheel._kpi_measurements() }}
