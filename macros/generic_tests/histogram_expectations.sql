{% macro _histogram_expectations(column, settings) %}
    {#- The checks of one histogram: bounds on the share of each value, or its count, on that of all others, and on how many there are. -#}
    {%- set values = settings.get('values') if settings is mapping else none -%}
    {%- set known = ['values', 'other_values', 'distinct_values', 'where', 'severity'] -%}
    {%- if not column or values is not mapping or not values or settings.keys() | reject('in', known) | list -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: 'histogram" ~ (' of ' ~ column if column) ~ "' is " ~ settings
            ~ ", wanted, under a column, bounds by value, as in {values: {EWR: {between: [0.3, 0.4]}, JFK: {count: {min: 1000}}}, other_values: "
            ~ "{max: 0.01}, distinct_values: {max: 4}}; and where, severity."
        ) }}
    {%- endif -%}
    {%- set given = dict(values) -%}
    {%- for key in ('other_values', 'distinct_values') if key in settings -%} {%- do given.update({key: settings[key]}) -%} {%- endfor -%}
    {%- set bars = flywheel._bars(column, values.keys() | list, settings.get('where')) -%}
    {%- set checks = [] -%}
    {%- for bar, bounds in given.items() -%}
        {%- set name = {'other_values': 'other values of ', 'distinct_values': 'distinct values of '}.get(bar, 'share of ' ~ bar ~ ' in ') ~ column -%}
        {%- set definition = dict(bars[bar]) -%}
        {%- if bounds is mapping and 'count' in bounds and bar in values -%}
            {%- set name = 'rows of ' ~ bar ~ ' in ' ~ column -%}
            {%- set bounds = bounds.count -%}
            {%- set definition = {
                'measure': 'row_count', 'where': flywheel._both(column ~ ' = ' ~ flywheel._literal(bar) | trim, settings.get('where')),
            } -%}
        {%- endif -%}
        {%- set own = {'name': name} -%}
        {%- if 'severity' in settings -%} {%- do own.update({'severity': settings.severity}) -%} {%- endif -%}
        {%- do own.update(bounds if bounds is mapping else {'equals': bounds}) -%}
        {%- do checks.append(flywheel._expectation(definition.pop('measure'), definition, own)) -%}
    {%- endfor -%}
    {{ return(checks) }}
{% endmacro %}
