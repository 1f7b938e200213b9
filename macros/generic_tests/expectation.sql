{% macro _expectation(measure, arguments, settings, holds_on_nothing=false, told_apart=false) %}
    {#- One expectation: {name, definition (of the metric), lower, upper, expected, severity, holds_on_nothing}. `arguments` are those
        of the measure that do not come from the settings. -#}
    {%- set name = flywheel._expectation_name(measure, arguments, settings, told_apart) -%}
    {%- if settings is not mapping -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: '" ~ name ~ "' is " ~ settings ~ ", wanted bounds, as in {min: 0.97}."
        ) }}
    {%- endif -%}
    {%- set definition = {'measure': measure} -%}
    {%- do definition.update(arguments) -%}
    {%- for key, value in settings.items() if key not in ('name', 'severity', 'min', 'max', 'between', 'equals') -%}
        {%- do definition.update({key: value}) -%}
    {%- endfor -%}
    {%- set severity = settings.get('severity', 'error') -%}
    {%- if severity not in ('error', 'warn') -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: '" ~ name ~ "' has the severity '" ~ severity ~ "', wanted error or warn."
        ) }}
    {%- endif -%}
    {%- set expectation = flywheel._bounds(name, settings) -%}
    {%- do expectation.update({
        'name': name, 'definition': definition, 'severity': severity, 'holds_on_nothing': holds_on_nothing,
    }) -%}
    {{ return(expectation) }}
{% endmacro %}


{% macro _expectation_name(measure, arguments, settings, told_apart) %}
    {#- What a check is called: by its measure and columns, and by its other arguments where several of one measure are told apart. -#}
    {%- set settings = settings if settings is mapping else {} -%}
    {%- if settings.get('name') -%} {{ return(settings.name) }} {%- endif -%}
    {%- set columns = flywheel._as_list(arguments.get('column') or settings.get('column') or settings.get('columns') or []) -%}
    {%- if settings.get('other') -%} {%- set columns = [columns | join(', ') ~ ' and ' ~ settings.other] -%} {%- endif -%}
    {%- set details = [] -%}
    {%- for key, value in settings.items()
        if told_apart and key not in ('severity', 'min', 'max', 'between', 'equals', 'column', 'columns', 'other') -%}
        {%- do details.append(', ' ~ key ~ ' ' ~ value) -%}
    {%- endfor -%}
    {{ return(measure ~ (' of ' ~ columns | join(', ') if columns else '') ~ details | join) }}
{% endmacro %}


{% macro _bounds(name, settings) %}
    {#- The bounds of a check: {lower, upper, expected (in words)}. -#}
    {%- set given = {} -%}
    {%- set numbers = [] -%}
    {%- for key in ('min', 'max', 'between', 'equals') if key in settings -%}
        {%- set value = settings[key] -%}
        {%- do given.update({key: value}) -%}
        {%- do numbers.extend(value if value is sequence and value is not string else [value]) -%}
    {%- endfor -%}
    {%- if not given or numbers | reject('number') | list or numbers | select('boolean') | list
        or ('between' in given and (given.between is number or given.between | length != 2)) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: '" ~ name ~ "' has the bounds " ~ given
            ~ ", wanted numbers in at least one of min, max, between: [a, b], equals."
        ) }}
    {%- endif -%}
    {%- set lower = given.get('equals', given.between[0] if 'between' in given else given.get('min')) -%}
    {%- set upper = given.get('equals', given.between[1] if 'between' in given else given.get('max')) -%}
    {%- if lower is not none and upper is not none and lower > upper -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: '" ~ name ~ "' has the bounds " ~ given ~ ": nothing is at least " ~ lower
            ~ " and at most " ~ upper ~ "."
        ) }}
    {%- endif -%}
    {%- set expected = lower ~ '' if lower == upper else (
        'at least ' ~ lower if upper is none else ('at most ' ~ upper if lower is none else lower ~ ' to ' ~ upper)
    ) -%}
    {{ return({'lower': lower, 'upper': upper, 'expected': expected}) }}
{% endmacro %}
