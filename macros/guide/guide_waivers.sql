{% macro guide_waivers() %}
    {#- The waivers that use cases declare (meta.flywheel.waivers: {criterion: {reason: ..., until: YYYY-MM-DD}}), as a select. One that gives
        no reason or no end is listed with what it lacks, and waives nothing; so is whatever else stands there. Empty while parsing. -#}
    {%- set rows = [] -%}
    {%- if execute -%}
        {%- for exposure in flywheel._ml_exposures() -%}
            {%- set waivers = flywheel._flywheel_meta(exposure).get('waivers') or {} -%}
            {%- set named = waivers if waivers is iterable and waivers is not string else [waivers] -%}
            {%- for criterion in named | map('string') | unique -%}
                {%- set given = waivers[criterion] if waivers is mapping and waivers[criterion] is mapping else {} -%}
                {%- set until = given.get('until') | string if given.get('until') else '' -%}
                {%- set is_day = flywheel._is_day(until) -%}
                {%- set lacks = [] -%}
                {%- if not given.get('reason') -%} {%- do lacks.append('a reason') -%} {%- endif -%}
                {%- if not is_day -%} {%- do lacks.append('an end (until: YYYY-MM-DD)') -%} {%- endif -%}
                {%- do rows.append([
                    exposure.name, criterion, given.get('reason'), until[:10] if is_day else none,
                    'its waiver lacks ' ~ lacks | join(' and ') if lacks else none,
                ]) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ flywheel._rows(rows, {
        'use_case': 'str', 'criterion': 'str', 'reason': 'str', 'waived_until': 'date', 'problem': 'str',
    }) }}
{% endmacro %}


{% macro _is_day(text) %}
    {#- Whether a text begins with a day that there is, as YYYY-MM-DD. -#}
    {%- set found = modules.re.match('([0-9]{4})-([0-9]{2})-([0-9]{2})', text) -%}
    {%- if found is none -%} {{ return(false) }} {%- endif -%}
    {%- set year, month, day = found.groups() | map('int') -%}
    {%- set is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) -%}
    {%- set days = [0, 31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] -%}
    {{ return(year > 0 and month < 13 and 0 < day <= days[month]) }}
{% endmacro %}
