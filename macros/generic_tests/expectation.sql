{% macro _expectation(measure, arguments, settings, holds_on_nothing=false, told_apart=false) %}
    {#- One expectation: {name, definition (of the metric), lower, upper, expected (in words), severity, holds_on_nothing}. `arguments`
        are those of the measure that do not come from the settings. -#}
    {%- set name = settings.name or flywheel._expectation_name(measure, arguments, settings, told_apart) -%}
    {%- if not execute -%} {%- do flywheel._check_expectation(name, measure, settings) -%} {%- endif -%}
    {%- set definition = dict(settings, measure=measure, **arguments) -%}
    {%- do definition.pop('name', none) -%}
    {%- set severity = definition.pop('severity', 'error') -%}
    {%- set pair = [definition.pop('min', none), definition.pop('max', none)] -%}
    {%- set pair = definition.pop('between', pair) -%}
    {%- set equals = definition.pop('equals', none) -%}
    {%- set lower, upper = (equals, equals) if equals is not none else pair -%}
    {%- set expected = 'at most ' ~ upper if lower is none else 'at least ' ~ lower if upper is none else lower ~ (' to ' ~ upper if lower != upper) -%}
    {{ return({
        'name': name, 'definition': definition, 'lower': lower, 'upper': upper, 'expected': expected, 'severity': severity,
        'holds_on_nothing': holds_on_nothing,
    }) }}
{% endmacro %}


{% macro _expectation_name(measure, arguments, settings, told_apart) %}
    {#- What a check is called: by its measure and columns, and by its other arguments where several of one measure are told apart. -#}
    {%- set columns = arguments.column or settings.column or settings.columns or [] -%}
    {%- set name = measure ~ (' of ' ~ (columns if columns is string else columns | join(', ')) if columns) -%}
    {%- set name = name ~ (' and ' ~ settings.other if settings.other) -%}
    {{ return(name ~ flywheel._told_apart(settings) if told_apart else name) }}
{% endmacro %}


{% macro _told_apart(settings) -%}
    {%- if settings is mapping -%}
        {%- for key, value in settings.items() if key not in ('severity', 'min', 'max', 'between', 'equals', 'column', 'columns', 'other') -%}
            , {{ key }} {{ value }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}


{% macro _check_expectation(name, measure, settings) %}
    {#- Whether a check has bounds that some number can keep, and a severity that there is. -#}
    {%- set check = "flywheel: meets_expectations: '" ~ name ~ "'" -%}
    {%- if settings is not mapping -%}
        {{ exceptions.raise_compiler_error(check ~ " is " ~ settings ~ ", wanted bounds, as in {min: 0.97}.") }}
    {%- endif -%}
    {%- set severity = settings.get('severity', 'error') -%}
    {%- if severity not in ('error', 'warn') -%}
        {{ exceptions.raise_compiler_error(check ~ " has the severity '" ~ severity ~ "', wanted error or warn.") }}
    {%- endif -%}
    {%- set given = {} -%}
    {%- set numbers = [] -%}
    {%- for key in ('min', 'max', 'between', 'equals') if key in settings -%}
        {%- set value = settings[key] -%}
        {%- do given.update({key: value}) -%}
        {%- do numbers.extend(value if value is sequence and value is not string else [value]) -%}
    {%- endfor -%}
    {%- set pair = given.between if 'between' in given else [given.get('min'), given.get('max')] -%}
    {%- if not given or numbers | reject('number') | list or numbers | select('boolean') | list or pair is number or pair | length != 2 -%}
        {{ exceptions.raise_compiler_error(
            check ~ " has the bounds " ~ given
            ~ ", wanted numbers in at least one of min, max, between: [a, b], equals. Dates and text have in_range."
        ) }}
    {%- elif 'equals' not in given and none not in pair and pair[0] > pair[1] -%}
        {{ exceptions.raise_compiler_error(
            check ~ " has the bounds " ~ given ~ ": nothing is at least " ~ pair[0] ~ " and at most " ~ pair[1] ~ "."
        ) }}
    {%- elif measure in flywheel._shares() and numbers | max > 1 -%}
        {{ exceptions.raise_compiler_error(
            check ~ " has the bounds " ~ given ~ ", wanted numbers from 0 to 1: it is a share, as in 0.97 for 97%."
        ) }}
    {%- endif -%}
{% endmacro %}


{% macro _shares() %}
    {#- The measures that are a share, of rows or of values. -#}
    {{ return([
        'completeness', 'compliance', 'rule', 'pattern_match', 'type_share', 'value_share', 'most_common_share', 'zero_share', 'negative_share',
        'distinctness', 'uniqueness', 'unique_value_ratio', 'sortedness',
    ]) }}
{% endmacro %}
