{% macro _suggested(column, few_values) %}
    {#- The checks of one column: {check: settings}. Nothing is said of what fewer than 100 values show. -#}
    {%- set checks = {} -%}
    {%- set complete = column.known / column.rows -%}
    {%- set is_key = column.known >= 100 and column.get('distinct') == column.known -%}
    {%- if column.rows < 100 or column.known == 0 -%}
        {{ return(checks) }}
    {%- elif complete == 1 -%}
        {%- do checks.update({'not_null': true}) -%}
    {%- elif 1 - 2 * (1 - complete) >= 0.02 -%}
        {#- twice as many nulls as today, and one row in a hundred -#}
        {%- do checks.update({'not_null': ((1 - 2 * (1 - complete) - 0.01) * 100) | round(0, 'floor') / 100}) -%}
    {%- endif -%}
    {%- if column.known < 100 -%} {{ return(checks) }} {%- endif -%}
    {%- if is_key and column.family in ('str', 'int') -%}
        {%- do checks.update({'unique': true}) -%}
    {%- elif few_values -%}
        {%- do checks.update({'accepted_values': {'values': few_values, 'mostly': 0.99}}) -%}
    {%- elif column.sd is defined and column.sd > 0 and column.max | abs < 1e150 and column.min | abs < 1e150 -%}
        {#- half the range on either side, but nothing below 0 where nothing is -#}
        {%- set room = (column.max - column.min) / 2 -%}
        {%- do checks.update({
            'in_range': [
                0 if column.min >= 0 and column.min - room < 0 else flywheel._rounded(column.min - room, 'floor'),
                flywheel._rounded(column.max + room, 'ceil'),
            ],
            'mean': {'between': [
                flywheel._rounded(column.mean - column.sd / 2, 'floor'), flywheel._rounded(column.mean + column.sd / 2, 'ceil'),
            ]},
        }) -%}
    {%- endif -%}
    {{ return(checks) }}
{% endmacro %}


{% macro _rounded(number, method) %}
    {#- A number with two digits that count, rounded down (floor) or up (ceil). -#}
    {%- set size = namespace(places=0) -%}
    {%- for step in range(300) if number != 0 -%}
        {%- if number | abs * 10 ** size.places < 10 -%}
            {%- set size.places = size.places + 1 -%}
        {%- elif number | abs * 10.0 ** size.places >= 100 -%}
            {%- set size.places = size.places - 1 -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set rounded = (number * 10.0 ** size.places) | round(0, method) / 10.0 ** size.places -%}
    {{ return(rounded | int if rounded == rounded | int else rounded) }}
{% endmacro %}
