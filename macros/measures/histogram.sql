{% macro _with_bars(metrics) %}
    {#- Metrics in which each histogram has become its bars: `<metric>_<value>`, the share of each of its values, `<metric>_other_values`,
        that of all others together, and `<metric>_distinct_values`, how many there are. Plain aggregates, all of the one scan. -#}
    {%- set plain = {} -%}
    {%- for name, definition in metrics.items() -%}
        {%- if definition is mapping and definition.get('measure') == 'histogram' -%}
            {%- for key in definition if key not in ('measure', 'column', 'values', 'where') -%}
                {{ exceptions.raise_compiler_error(
                    "flywheel: metric '" ~ name ~ "' (histogram) has no argument '" ~ key ~ "'. It takes: column, values, where."
                ) }}
            {%- endfor -%}
            {%- set values = definition.get('values') -%}
            {%- if not definition.get('column') or values is string or values is mapping or values is not sequence or not values -%}
                {{ exceptions.raise_compiler_error(
                    "flywheel: metric '" ~ name ~ "' (histogram) is " ~ definition ~ ", wanted a column and the list of its values, as in "
                    ~ "{measure: histogram, column: origin, values: [EWR, JFK]}. Of values that are not known before, row_count by segments is one."
                ) }}
            {%- endif -%}
            {%- for bar, of_bar in flywheel._bars(definition.column, values, definition.get('where')).items() -%}
                {%- do plain.update({name ~ '_' ~ bar: of_bar}) -%}
            {%- endfor -%}
        {%- else -%}
            {%- do plain.update({name: definition}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(plain) }}
{% endmacro %}


{% macro _bars(column, values, where) %}
    {#- Deequ's Histogram as metrics: each value's bar, that of all others, and how many different values there are. -#}
    {%- set filter = {'where': where} if where else {} -%}
    {%- set bars = {} -%}
    {%- set literals = [] -%}
    {%- for value in values -%}
        {%- do literals.append(flywheel._literal(value) | trim) -%}
        {%- do bars.update({value: dict(filter, measure='value_share', column=column, value=value)}) -%}
    {%- endfor -%}
    {%- do bars.update({
        'other_values': {
            'measure': 'compliance',
            'condition': column ~ ' not in (' ~ literals | join(', ') ~ ')',
            'where': flywheel._both(column ~ ' is not null', where),
        },
        'distinct_values': dict(filter, measure='distinct_count', column=column),
    }) -%}
    {{ return(bars) }}
{% endmacro %}
