{% macro _short_expectation(form, column, settings) %}
    {#- The checks that dbt itself has, in short: rules for every value, which hold where there is none. -#}
    {%- if settings is mapping -%} {%- set given = settings -%}
    {%- elif form == 'in_range' -%} {%- set given = {'min': settings[0], 'max': settings[1]} -%}
    {%- elif form == 'accepted_values' -%} {%- set given = {'values': settings} -%}
    {%- elif form == 'unique' and not column -%} {%- set given = {'columns': settings} -%}
    {%- else -%} {%- set given = {} if settings is sameas true else {'mostly': settings} -%}
    {%- endif -%}
    {%- if not execute -%} {%- do flywheel._check_short(form, column, settings, given) -%} {%- endif -%}
    {%- set settings = {
        'name': given.name or form ~ ' of ' ~ (column or given.columns | join(', ')),
        'min': given.get('mostly', 1), 'severity': given.get('severity', 'error'), 'where': given.get('where'),
    } -%}
    {%- set arguments = {'column': column or given.columns} -%}
    {%- if form == 'not_null' -%} {%- set measure = 'completeness' -%}
    {%- elif form == 'unique' -%} {%- set measure = 'uniqueness' -%}
    {%- else -%}
        {%- set measure = 'rule' -%}
        {%- set arguments = {
            'condition': flywheel._in_range(column, given) if form == 'in_range' else flywheel._in_list(column, given['values']), 'of': column,
        } -%}
    {%- endif -%}
    {{ return(flywheel._expectation(measure, arguments, settings, holds_on_nothing=true)) }}
{% endmacro %}


{% macro _in_range(column, bounds) -%}
    {%- for side, comparison in {'min': '>=', 'max': '<='}.items() if bounds.get(side) is not none -%}
        {%- set bound = bounds[side] -%}
        {{ ' and ' if not loop.first }}{{ column }} {{ comparison }} {{ bound if bound is number else flywheel._literal(bound) }}
    {%- endfor -%}
{%- endmacro %}


{% macro _in_list(column, values) -%}
    {%- set literals = [] -%}
    {%- for value in values -%} {%- do literals.append(flywheel._literal(value)) -%} {%- endfor -%}
    {{ column }} in ({{ literals | join(', ') }})
{%- endmacro %}


{% macro _check_short(form, column, settings, given) %}
    {#- `given`: the settings as a mapping. -#}
    {%- set own = {'accepted_values': ['values'], 'in_range': ['min', 'max'], 'unique': [] if column else ['columns']}.get(form, []) -%}
    {%- set list = given.get('values' if form == 'accepted_values' else 'columns') -%}
    {%- set needs_list = form == 'accepted_values' or (form == 'unique' and not column) -%}
    {%- set is_pair = settings is mapping or (settings is sequence and settings is not string and settings | length == 2) -%}
    {%- set mostly = given.get('mostly', 1) -%}
    {%- if given.keys() | reject('in', own + ['mostly', 'where', 'severity', 'name']) | list
        or mostly is boolean or mostly is not number or mostly < 0 or mostly > 1
        or (needs_list and (list is string or list is mapping or list is not sequence or not list or none in list))
        or (form == 'in_range' and not (is_pair and flywheel._is_range(given.get('min'), given.get('max'))))
        or (form != 'unique' and not column) -%}
        {{ flywheel._refuse_short(form, column, settings) }}
    {%- endif -%}
{% endmacro %}


{% macro _is_range(lowest, highest) %}
    {%- if lowest is number and highest is number -%} {{ return(lowest <= highest) }} {%- endif -%}
    {{ return(lowest is not none or highest is not none) }}
{% endmacro %}


{% macro _refuse_short(form, column, settings) %}
    {%- set wanted = {
        'not_null': 'true, the share of rows that must have a value, as in 0.97, or {mostly: 0.97}',
        'unique': 'true, the share of values that must be unique, or {mostly: 0.99}'
            if column else 'the list of columns that are unique together, or {columns: [a, b], mostly: 0.99}',
        'accepted_values': 'a list of values (without null: a row that has none is not looked at), or {values: [a, b], mostly: 0.99}',
        'in_range': '[smallest, largest], or {min: 0, max: 60, mostly: 0.99} with at least one of min and max',
    }[form] if column or form == 'unique' else 'a column to be under' -%}
    {{ exceptions.raise_compiler_error(
        "flywheel: meets_expectations: '" ~ form ~ (' of ' ~ column if column else '') ~ "' is " ~ settings ~ ", wanted "
        ~ wanted ~ "; and where, severity, name as in any check."
    ) }}
{% endmacro %}
