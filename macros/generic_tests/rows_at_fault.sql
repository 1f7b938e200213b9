{% macro _rows_at_fault(measured, side, bound, where, model, part) %}
    {#- A condition for the rows that are to blame for a value below its lower bound, or above its upper one; none where no single
        row is, as with a mean. -#}
    {%- if bound is none -%} {{ return(none) }} {%- endif -%}
    {%- set extreme = measured.lowest if side == 'below' else measured.highest -%}
    {%- set conditions = ['(' ~ part ~ ')'] if part else [] -%}
    {%- if where -%} {%- do conditions.append('(' ~ where ~ ')') -%} {%- endif -%}
    {%- if measured.repeated and side == ('above' if 'value' in measured else 'below') -%}
        {%- set columns = measured.repeated | join(', ') -%}
        {%- set condition = (columns if measured.repeated | length == 1 else '(' ~ columns ~ ')')
            ~ ' in (select ' ~ columns ~ ' from ' ~ model ~ (' where ' ~ conditions | join(' and ') if conditions else '')
            ~ ' group by ' ~ columns ~ ' having count(*) > 1)' -%}
    {%- elif extreme -%}
        {%- set condition = extreme ~ (' < ' if side == 'below' else ' > ') ~ bound -%}
    {%- else -%}
        {%- set condition = measured.get(side) -%}
    {%- endif -%}
    {{ return((conditions + [condition]) | join(' and ') if condition else none) }}
{% endmacro %}
