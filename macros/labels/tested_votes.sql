{% macro _tested_votes(test, model) %}
    {#- The votes that a test is on, as the input label_votes has them; a nullable column that the model lacks is null. -#}
    {{ flywheel._needs_columns(test, model, 'the columns of the input label_votes', ['dataset', 'item_id', 'labeller']) }}
    {%- set found = flywheel._tested_columns(model) %}
    select
    {%- for column, kind in flywheel.input_contract('label_votes').items() %}
        {{ flywheel._cast_input(column, kind.rstrip('*+'), found or none) }} as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
    from {{ model }}
{% endmacro %}
