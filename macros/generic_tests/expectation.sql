{% macro _expectation(measure, arguments, settings, called=none, holds_on_nothing=false, told_apart=false) %}
    {#- One expectation: {name, definition (of the metric), lower, upper, expected, severity, holds_on_nothing}. `arguments` are the
        measure's that do not come from the settings; `told_apart` puts the others into the name. -#}
    {%- set of = flywheel._as_list(arguments.get('column') or settings.get('column') or settings.get('columns') or []) if settings is mapping
        else [arguments.get('column', '')] -%}
    {%- set name = (called or measure) ~ (' of ' ~ of | join(', ') if of else '') -%}
    {%- if settings is not mapping -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: '" ~ name ~ "' is " ~ settings ~ ", wanted bounds, as in {min: 0.97}."
        ) }}
    {%- endif -%}
    {%- set definition = {'measure': measure} -%}
    {%- do definition.update(arguments) -%}
    {%- set bounds = {} -%}
    {%- set details = [] -%}
    {%- for key, value in settings.items() if key not in ('name', 'severity') -%}
        {%- if key in ('min', 'max', 'between', 'equals') -%}
            {%- do bounds.update({key: value}) -%}
        {%- else -%}
            {%- do definition.update({key: value}) -%}
            {%- if told_apart and key not in ('column', 'columns') -%} {%- do details.append(key ~ ' ' ~ value) -%} {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set name = settings.get('name') or (name ~ (' and ' ~ settings.other if settings.other and not told_apart else '')
        ~ (', ' ~ details | join(', ') if details else '')) -%}
    {%- set severity = settings.get('severity', 'error') -%}
    {%- if severity not in ('error', 'warn') -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: '" ~ name ~ "' has the severity '" ~ severity ~ "', wanted error or warn."
        ) }}
    {%- endif -%}
    {%- set numbers = [] -%}
    {%- for value in bounds.values() -%}
        {%- do numbers.extend(value if value is sequence and value is not string else [value]) -%}
    {%- endfor -%}
    {%- if not bounds or numbers | reject('number') | list or numbers | select('boolean') | list
        or ('between' in bounds and (bounds.between is number or bounds.between | length != 2)) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: '" ~ name ~ "' has the bounds " ~ bounds
            ~ ", wanted numbers in at least one of min, max, between: [a, b], equals."
        ) }}
    {%- endif -%}
    {%- set lower = bounds.get('equals', bounds.between[0] if 'between' in bounds else bounds.get('min')) -%}
    {%- set upper = bounds.get('equals', bounds.between[1] if 'between' in bounds else bounds.get('max')) -%}
    {%- if lower is not none and upper is not none and lower > upper -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: '" ~ name ~ "' has the bounds " ~ bounds ~ ": nothing is at least " ~ lower
            ~ " and at most " ~ upper ~ "."
        ) }}
    {%- endif -%}
    {%- set expected = lower ~ '' if lower == upper else (
        'at least ' ~ lower if upper is none else ('at most ' ~ upper if lower is none else lower ~ ' to ' ~ upper)
    ) -%}
    {{ return({
        'name': name, 'definition': definition, 'lower': lower, 'upper': upper, 'expected': expected, 'severity': severity,
        'holds_on_nothing': holds_on_nothing,
    }) }}
{% endmacro %}
