{% macro _luhn_sum(digits) -%}
    {#- The sum of a number of up to 19 digits by which the last of them checks the others: from the right every second digit is
        doubled, and those of the double added up (Luhn 1960; ISO/IEC 7812-1). A valid number gives a multiple of 10. -#}
    {%- set int = dbt.type_int() -%}
    {%- set padded = "lpad(" ~ digits ~ ", 19, '0')" -%}
    (
    {%- for place in range(1, 20) %}
        {%- set digit = 'cast(substr(' ~ padded ~ ', ' ~ place ~ ', 1) as ' ~ int ~ ')' %}
        {{ '2 * ' ~ digit ~ ' - case when ' ~ digit ~ ' > 4 then 9 else 0 end' if place % 2 == 0 else digit }}{{ ' +' if not loop.last }}
    {%- endfor %}
    )
{%- endmacro %}
