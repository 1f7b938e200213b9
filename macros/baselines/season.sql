{% macro seasons() %}
    {#- Patterns that may repeat: {season: the period it is of, the length of a cycle in periods, and how far back is looked}.
        `first` and `first_phases`: periods and cycles for the medians of the first pass; `level`, `phases` and `errors`: for
        the means, the pattern and the noise of the second; `recent` against `base` periods that end `gap` before: the slow arm.
        `same_phase`: how the same phase of earlier cycles is found, as _look_back() takes it. -#}
    {%- set days = {'period': 'day', 'length': 7, 'first': 56, 'first_phases': 8, 'level': 42, 'phases': 12, 'errors': 252,
        'recent': 7, 'gap': 14, 'base': 42, 'same_phase': 'every 7'} -%}
    {%- set hours = {'period': 'hour', 'length': 24, 'first': 192, 'first_phases': 8, 'level': 144, 'phases': 12, 'errors': 384,
        'recent': 24, 'gap': 48, 'base': 144, 'same_phase': 'every 24'} -%}
    {{ return({
        'day_of_week': days,
        'hour_of_day': hours,
        'day_of_month': dict(days, length=30, phases=12, same_phase='by date'),
        'hour_of_week': dict(hours, length=168, first=672, first_phases=4, level=504, phases=6, errors=1344, base=504, same_phase='every 168'),
        'none': {'length': 1, 'first': 26, 'first_phases': 1, 'level': 13, 'phases': 1, 'errors': 52, 'recent': 4, 'gap': 6, 'base': 13,
            'same_phase': 'every 1'},
    }) }}
{% endmacro %}


{% macro _seasons_in_use(policies=none) %}
    {#- The seasons that some series judged by `seasonal` may have: those that a policy names; and, unless the policies are those of
        series that are there, what auto may come to and none, for a season that is not one of the period. -#}
    {%- set named = flywheel._ways_in_use('seasonal', ['season'], policies) | map(attribute='season') | list -%}
    {%- set is_found = policies and policies[0].is_found -%}
    {{ return(flywheel.seasons().keys() | select(
        'in', named + (['day_of_week', 'hour_of_day'] if 'auto' in named else []) + (['none'] if named and not is_found else [])
    ) | list) }}
{% endmacro %}


{% macro _season_of(season, period) -%}
    {#- What a season comes to for a period: auto is the day of the week for days, the hour of the day for hours. -#}
    case
        {%- for name, windows in flywheel.seasons().items() if name != 'none' %}
        when {{ season }} = '{{ name }}' and {{ period }} = '{{ windows.period }}' then '{{ name }}'
        {%- endfor %}
        when {{ season }} = 'auto' and {{ period }} = 'day' then 'day_of_week'
        when {{ season }} = 'auto' and {{ period }} = 'hour' then 'hour_of_day'
        else 'none'
    end
{%- endmacro %}


{% macro _phase(season, period_start, period_number) -%}
    {#- Where in its cycle a period is: 0 is Monday, midnight, the first of the month. -#}
    case {{ season }}
        when 'day_of_month' then cast({{ flywheel._day_of_month(period_start) }} as {{ dbt.type_bigint() }}) - 1
        {%- for name, windows in flywheel.seasons().items() if name != 'day_of_month' %}
        when '{{ name }}' then mod({{ period_number }}, {{ windows.length }})
        {%- endfor %}
    end
{%- endmacro %}


{% macro _cycle(season, period_start, period_number) -%}
    {#- Which cycle a period belongs to: cycles are numbered one apart. -#}
    cast(case {{ season }}
        when 'day_of_month' then {{ dbt.datediff(flywheel._origin(), period_start, 'month') }}
        {%- for name, windows in flywheel.seasons().items() if name != 'day_of_month' %}
        when '{{ name }}' then floor({{ period_number }} / {{ windows.length }}.0)
        {%- endfor %}
    end as {{ flywheel._contract_type('int') }})
{%- endmacro %}


{% macro _day_of_month(timestamp) -%} extract(day from {{ timestamp }}) {%- endmacro %}
