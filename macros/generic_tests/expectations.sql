{% macro _expectations(columns, rows, table) %}
    {#- The expectations of the YAML as a flat list of {name, kind, definition, lower, upper, expected}. -#}
    {%- set checks = [] -%}
    {%- for measure, settings in table.items() -%}
        {%- do checks.append(flywheel._expectation(measure, measure, {}, settings)) -%}
    {%- endfor -%}
    {%- for column, measures in columns.items() -%}
        {%- for measure, settings in measures.items() -%}
            {%- do checks.append(flywheel._expectation(measure ~ ' of ' ~ column, measure, {'column': column}, settings)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for rule in rows -%}
        {%- for needed in ['name', 'condition'] if not rule.get(needed) -%}
            {{ exceptions.raise_compiler_error("flywheel: meets_expectations: the row rule " ~ rule ~ " lacks '" ~ needed ~ "'.") }}
        {%- endfor -%}
        {%- set settings = {'min': 1} -%}
        {%- for key, value in rule.items() if key not in ('name', 'condition') -%} {%- do settings.update({key: value}) -%} {%- endfor -%}
        {#- as with a check constraint, a row for which the condition is null does not break it -#}
        {%- set check = flywheel._expectation(
            rule.name, 'compliance', {'condition': 'coalesce((' ~ rule.condition ~ '), true)'}, settings
        ) -%}
        {%- do check.update({'kind': 'rows'}) -%}
        {%- do checks.append(check) -%}
    {%- endfor -%}
    {%- if not checks -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations was given nothing to check. Wanted columns, rows or table, as in "
            ~ "columns: {tailnum: {completeness: {min: 0.97}}}."
        ) }}
    {%- endif -%}
    {%- set names = checks | map(attribute='name') | list -%}
    {%- for name in names if names.count(name) > 1 -%}
        {{ exceptions.raise_compiler_error("flywheel: meets_expectations: two expectations are called '" ~ name ~ "'.") }}
    {%- endfor -%}
    {{ return(checks) }}
{% endmacro %}


{% macro _expectation(name, measure, arguments, settings) %}
    {%- if settings is not mapping -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: '" ~ name ~ "' is " ~ settings ~ ", wanted bounds, as in {min: 0.97}."
        ) }}
    {%- endif -%}
    {%- set definition = {'measure': measure} -%}
    {%- do definition.update(arguments) -%}
    {%- set bounds = {} -%}
    {%- for key, value in settings.items() -%}
        {%- if key in ('min', 'max', 'between', 'equals') -%}
            {%- do bounds.update({key: value}) -%}
        {%- else -%}
            {%- do definition.update({key: value}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set numbers = [] -%}
    {%- for value in bounds.values() -%} {%- do numbers.extend([value] if value is number else (value | list if value is iterable else [value])) -%} {%- endfor -%}
    {%- if not bounds or numbers | reject('number') | list or ('between' in bounds and bounds.between | length != 2) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: '" ~ name ~ "' has the bounds " ~ bounds
            ~ ", wanted numbers in at least one of min, max, between: [a, b], equals."
        ) }}
    {%- endif -%}
    {%- set lower = bounds.get('equals', bounds.between[0] if 'between' in bounds else bounds.get('min')) -%}
    {%- set upper = bounds.get('equals', bounds.between[1] if 'between' in bounds else bounds.get('max')) -%}
    {%- set expected = lower ~ '' if lower == upper else (
        'at least ' ~ lower if upper is none else ('at most ' ~ upper if lower is none else lower ~ ' to ' ~ upper)
    ) -%}
    {{ return({
        'name': name, 'kind': measure, 'definition': definition, 'lower': lower, 'upper': upper, 'expected': expected,
    }) }}
{% endmacro %}
