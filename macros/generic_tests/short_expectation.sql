{% macro _short_expectation(form, column, settings) %}
    {#- The checks that dbt itself has, in short: rules for every value, which hold where there is none. -#}
    {%- set wanted = {
        'not_null': 'true, the share of rows that must have a value, as in 0.97, or {mostly: 0.97}',
        'unique': 'true, the share of values that must be unique, or {mostly: 0.99}'
            if column else 'the list of columns that are unique together, or {columns: [a, b], mostly: 0.99}',
        'accepted_values': 'a list of values, or {values: [a, b], mostly: 0.99}',
        'in_range': '[smallest, largest], or {min: 0, max: 60, mostly: 0.99} with at least one of min and max',
    }[form] -%}
    {%- set is_list = settings is sequence and settings is not string and settings is not mapping -%}
    {%- if settings is mapping -%}
        {%- set given = settings -%}
    {%- elif form in ('not_null', 'unique') and column -%}
        {%- set given = {} if settings is sameas true else {'mostly': settings} -%}
    {%- elif form == 'unique' -%}
        {%- set given = {'columns': settings} -%}
    {%- elif form == 'accepted_values' -%}
        {%- set given = {'values': settings} -%}
    {%- else -%}
        {%- set given = {'min': settings[0], 'max': settings[1]} if is_list and settings | length == 2 else {} -%}
    {%- endif -%}

    {%- set own = {'accepted_values': ['values'], 'in_range': ['min', 'max'], 'unique': [] if column else ['columns']}.get(form, []) -%}
    {%- set mostly = given.get('mostly', 1) -%}
    {%- if given.keys() | reject('in', own + ['mostly', 'where', 'severity', 'name']) | list
        or mostly is boolean or mostly is not number or mostly < 0 or mostly > 1
        or (column is none and form != 'unique')
        or (form == 'accepted_values' and (given['values'] is string or given['values'] is not sequence or not given['values']))
        or (form == 'in_range' and given.get('min') is none and given.get('max') is none)
        or (form == 'unique' and not column and (given.columns is string or given.columns is not sequence or not given.columns)) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: '" ~ form ~ (' of ' ~ column if column else '') ~ "' is " ~ settings ~ ", wanted "
            ~ ("a column to be under" if column is none and form != 'unique' else wanted) ~ "; and where, severity, name as in any check."
        ) }}
    {%- endif -%}

    {%- set bounds = {'min': mostly} -%}
    {%- for key in ('where', 'severity', 'name') if key in given -%} {%- do bounds.update({key: given[key]}) -%} {%- endfor -%}
    {%- set name = given.get('name') or form ~ ' of ' ~ (column or given.columns | join(', ')) -%}
    {%- do bounds.update({'name': name}) -%}
    {%- if form == 'not_null' -%}
        {{ return(flywheel._expectation('completeness', {'column': column}, bounds, holds_on_nothing=true)) }}
    {%- elif form == 'unique' -%}
        {{ return(flywheel._expectation('uniqueness', {'column': column or given.columns}, bounds, holds_on_nothing=true)) }}
    {%- elif form == 'accepted_values' -%}
        {%- set literals = [] -%}
        {%- for value in given['values'] -%} {%- do literals.append(flywheel._literal(value) | trim) -%} {%- endfor -%}
        {%- set condition = column ~ ' in (' ~ literals | join(', ') ~ ')' -%}
    {%- else -%}
        {%- set sides = [] -%}
        {%- if given.get('min') is not none -%} {%- do sides.append(column ~ ' >= ' ~ flywheel._literal(given['min']) | trim) -%} {%- endif -%}
        {%- if given.get('max') is not none -%} {%- do sides.append(column ~ ' <= ' ~ flywheel._literal(given['max']) | trim) -%} {%- endif -%}
        {%- set condition = sides | join(' and ') -%}
    {%- endif -%}
    {{ return(flywheel._expectation('rule', {'condition': condition, 'of': column}, bounds, holds_on_nothing=true)) }}
{% endmacro %}
