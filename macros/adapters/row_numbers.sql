{% macro _row_numbers() %}
    {#- A number for each row, in no order. -#}
    {{ return(adapter.dispatch('_row_numbers', 'flywheel')()) }}
{% endmacro %}


{% macro default___row_numbers() -%} row_number() over () {%- endmacro %}


{% macro snowflake___row_numbers() -%} row_number() over (order by 1) {%- endmacro %}


{% macro spark___row_numbers() -%} row_number() over (order by 1) {%- endmacro %}
