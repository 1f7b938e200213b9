{% macro _rows_at_fault(measured, side, bound, where, model, part) %}
    {#- What to select from, to see the rows that are to blame for a value below its lower bound, or above its upper one; none where
        no single row is, as with a mean. -#}
    {%- if bound is none -%} {{ return(none) }} {%- endif -%}
    {%- set is_repeated = measured.repeated and side == ('above' if 'value' in measured else 'below') -%}
    {%- set extreme = measured.lowest if side == 'below' else measured.highest -%}
    {%- if is_repeated -%}
        {%- set condition = measured.where -%}
    {%- elif extreme -%}
        {%- set condition = extreme ~ (' < ' if side == 'below' else ' > ') ~ bound -%}
    {%- else -%}
        {%- set condition = measured.get(side) -%}
    {%- endif -%}
    {%- if not (condition or is_repeated) -%} {{ return(none) }} {%- endif -%}
    {%- set conditions = ['(' ~ part ~ ')'] if part else [] -%}
    {%- if where and not is_repeated -%} {%- do conditions.append('(' ~ where ~ ')') -%} {%- endif -%}
    {%- if condition -%} {%- do conditions.append(condition) -%} {%- endif -%}
    {%- set rows = model ~ (' where ' ~ conditions | join(' and ') if conditions else '') -%}
    {%- if is_repeated -%}
        {%- set counted = 'select *, count(*) over (partition by ' ~ measured.repeated | join(', ') ~ ') as rows_like_this from ' ~ rows -%}
        {%- set rows = '(' ~ counted ~ ') as counted where rows_like_this > 1' -%}
    {%- endif -%}
    {{ return(rows) }}
{% endmacro %}
