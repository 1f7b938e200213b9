{% macro _test_history_columns() %}
    {#- The columns of flywheel__test_history, {column: contract type}: those of the input, and what else is known of a run. -#}
    {%- set columns = {} -%}
    {%- for column, kind in flywheel.input_contract('test_results').items() -%}
        {%- do columns.update({column: kind.rstrip('*+')}) -%}
    {%- endfor -%}
    {%- do columns.update({
        'message': 'str', 'command': 'str', 'target_name': 'str', 'invocation_started_at': 'ts', 'collected_by': 'str',
    }) -%}
    {{ return(columns) }}
{% endmacro %}
