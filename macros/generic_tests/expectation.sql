{% macro _expectation(measure, arguments, settings, holds_on_nothing=false, told_apart=false) %}
    {#- One expectation: {name, definition (of the metric), lower, upper, expected, severity, holds_on_nothing}. `arguments` are those
        of the measure that do not come from the settings. -#}
    {%- set name = settings.name or flywheel._expectation_name(measure, arguments, settings, told_apart) -%}
    {%- if settings is not mapping -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: '" ~ name ~ "' is " ~ settings ~ ", wanted bounds, as in {min: 0.97}."
        ) }}
    {%- endif -%}
    {%- set definition = dict(arguments, measure=measure) -%}
    {%- for key, value in settings.items() if key not in ('name', 'severity', 'min', 'max', 'between', 'equals') -%}
        {%- do definition.update({key: value}) -%}
    {%- endfor -%}
    {%- set severity = settings.get('severity', 'error') -%}
    {%- if severity not in ('error', 'warn') -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: '" ~ name ~ "' has the severity '" ~ severity ~ "', wanted error or warn."
        ) }}
    {%- endif -%}
    {{ return(dict(
        flywheel._bounds(name, settings), name=name, definition=definition, severity=severity, holds_on_nothing=holds_on_nothing
    )) }}
{% endmacro %}


{% macro _expectation_name(measure, arguments, settings, told_apart) %}
    {#- What a check is called: by its measure and columns, and by its other arguments where several of one measure are told apart. -#}
    {%- set settings = settings if settings is mapping else {} -%}
    {%- set columns = arguments.column or settings.column or settings.columns or [] -%}
    {%- set columns = columns if columns is string else columns | join(', ') -%}
    {%- set name = measure ~ (' of ' ~ columns if columns) ~ (' and ' ~ settings.other if settings.other) -%}
    {%- if not told_apart -%} {{ return(name) }} {%- endif -%}
    {%- set details = [] -%}
    {%- for key, value in settings.items() if key not in ('severity', 'min', 'max', 'between', 'equals', 'column', 'columns', 'other') -%}
        {%- do details.append(', ' ~ key ~ ' ' ~ value) -%}
    {%- endfor -%}
    {{ return(name ~ details | join) }}
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
    {%- set pair = given.between if 'between' in given else [given.get('min'), given.get('max')] -%}
    {%- if not given or numbers | reject('number') | list or numbers | select('boolean') | list or pair is number or pair | length != 2 -%}
        {{ flywheel._refuse_bounds(name, given, ", wanted numbers in at least one of min, max, between: [a, b], equals. Dates and text have in_range.") }}
    {%- endif -%}
    {%- set lower = given.get('equals', pair[0]) -%}
    {%- set upper = given.get('equals', pair[1]) -%}
    {%- if lower is none -%} {%- set expected = 'at most ' ~ upper -%}
    {%- elif upper is none -%} {%- set expected = 'at least ' ~ lower -%}
    {%- elif lower == upper -%} {%- set expected = lower | string -%}
    {%- elif lower > upper -%}
        {{ flywheel._refuse_bounds(name, given, ": nothing is at least " ~ lower ~ " and at most " ~ upper ~ ".") }}
    {%- else -%} {%- set expected = lower ~ ' to ' ~ upper -%}
    {%- endif -%}
    {{ return({'lower': lower, 'upper': upper, 'expected': expected}) }}
{% endmacro %}


{% macro _refuse_bounds(name, given, wanted) %}
    {{ exceptions.raise_compiler_error("flywheel: meets_expectations: '" ~ name ~ "' has the bounds " ~ given ~ wanted) }}
{% endmacro %}
