{% macro _decile_cell(value, deciles, edges) %}
    {#- Where a number is among nine edges that go up: twice as many as are at or below it, less one where it is on the last of these.
        So 0 is below all, 1 on the first, 2 between the first and the second, 18 above all; -1 is null. `deciles` is the array of
        the edges and `edges` the list of them as columns. -#}
    {{ return(adapter.dispatch('_decile_cell', 'flywheel')(value, deciles, edges)) }}
{% endmacro %}


{% macro default___decile_cell(value, deciles, edges) -%}
    case
        when {{ value }} is null then -1
        {%- for edge in edges | reverse %}
        when {{ value }} > {{ edge }} then {{ 2 * loop.revindex }}
        when {{ value }} = {{ edge }} then {{ 2 * loop.revindex - 1 }}
        {%- endfor %}
        else 0
    end
{%- endmacro %}


{% macro postgres___decile_cell(value, deciles, edges) -%}
    case
        when {{ value }} is null then -1
        else coalesce(
            2 * width_bucket({{ value }}, {{ deciles }})
            - case when {{ value }} = ({{ deciles }})[width_bucket({{ value }}, {{ deciles }})] then 1 else 0 end,
            0
        )
    end
{%- endmacro %}
