{% macro _rows_at_fault(measured, side, bound, where, model, part) %}
    {#- What to select from, to see the rows that are to blame for a value beyond its bound, the lower or the upper one; none where
        no single row is, as with a mean. -#}
    {%- if measured.repeated -%}
        {%- if side != ('upper' if 'value' in measured else 'lower') -%} {{ return(none) }} {%- endif -%}
        {%- set conditions = [measured.where] if measured.where else [] -%}
    {%- else -%}
        {%- set extreme = measured.get('lowest' if side == 'lower' else 'highest') -%}
        {%- set condition = extreme ~ (' < ' if side == 'lower' else ' > ') ~ bound if extreme
            else measured.get('below' if side == 'lower' else 'above') -%}
        {%- if not condition -%} {{ return(none) }} {%- endif -%}
        {%- set conditions = ['(' ~ where ~ ')', condition] if where else [condition] -%}
    {%- endif -%}
    {%- set conditions = ['(' ~ part ~ ')'] + conditions if part else conditions -%}
    {%- set rows = model ~ (' where ' ~ conditions | join(' and ') if conditions else '') -%}
    {%- if measured.repeated -%}
        {%- set counted = 'select *, count(*) over (partition by ' ~ measured.repeated | join(', ') ~ ') as rows_like_this from ' ~ rows -%}
        {%- set rows = '(' ~ counted ~ ') as counted where rows_like_this > 1' -%}
    {%- endif -%}
    {{ return(rows) }}
{% endmacro %}
