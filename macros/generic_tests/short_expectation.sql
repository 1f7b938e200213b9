{% macro _short_expectation(form, column, settings) %}
    {#- The checks that dbt itself has, in short: rules for every value, which hold where there is none. -#}
    {%- set given = flywheel._short_settings(form, column, settings) -%}
    {%- set bounds = {
        'min': given.get('mostly', 1),
        'name': given.get('name') or form ~ ' of ' ~ (column or given.columns | join(', ')),
    } -%}
    {%- for key in ('where', 'severity') if key in given -%} {%- do bounds.update({key: given[key]}) -%} {%- endfor -%}
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
        {%- for bound, comparison in {'min': ' >= ', 'max': ' <= '}.items() if given.get(bound) is not none -%}
            {%- do sides.append(column ~ comparison ~ flywheel._literal(given[bound]) | trim) -%}
        {%- endfor -%}
        {%- set condition = sides | join(' and ') -%}
    {%- endif -%}
    {{ return(flywheel._expectation('rule', {'condition': condition, 'of': column}, bounds, holds_on_nothing=true)) }}
{% endmacro %}


{% macro _short_settings(form, column, settings) %}
    {#- What the YAML says under a short form, always as a mapping, or an error that says what was wanted. -#}
    {%- set is_list = settings is sequence and settings is not string and settings is not mapping -%}
    {%- if settings is mapping -%}
        {%- set given = settings -%}
    {%- elif form == 'unique' and not column -%}
        {%- set given = {'columns': settings} -%}
    {%- elif form in ('not_null', 'unique') -%}
        {%- set given = {} if settings is sameas true else {'mostly': settings} -%}
    {%- elif form == 'accepted_values' -%}
        {%- set given = {'values': settings} -%}
    {%- else -%}
        {%- set given = {'min': settings[0], 'max': settings[1]} if is_list and settings | length == 2 else {} -%}
    {%- endif -%}
    {%- set own = {'accepted_values': ['values'], 'in_range': ['min', 'max'], 'unique': [] if column else ['columns']}.get(form, []) -%}
    {%- set list = given.get('values' if form == 'accepted_values' else 'columns') -%}
    {%- set needs_list = form == 'accepted_values' or (form == 'unique' and not column) -%}
    {%- set mostly = given.get('mostly', 1) -%}
    {%- if given.keys() | reject('in', own + ['mostly', 'where', 'severity', 'name']) | list
        or mostly is boolean or mostly is not number or mostly < 0 or mostly > 1
        or (needs_list and (list is string or list is mapping or list is not sequence or not list or none in list))
        or (form == 'in_range' and not flywheel._is_range(given.get('min'), given.get('max')))
        or (form != 'unique' and not column) -%}
        {{ flywheel._refuse_short(form, column, settings) }}
    {%- endif -%}
    {{ return(given) }}
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
