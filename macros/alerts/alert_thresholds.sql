{% macro alert_thresholds() %}
    {#- The settings of alerts: the var flywheel_alerts over the defaults, checked. -#}
    {%- set defaults = flywheel._alert_defaults() -%}
    {%- set given = var('flywheel_alerts', {}) or {} -%}
    {%- if given is not mapping -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var flywheel_alerts is " ~ given ~ "; wanted a mapping, as in {alerts_per_week: 30}."
        ) }}
    {%- endif -%}
    {%- for key, value in given.items() -%}
        {%- if key not in defaults -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: the var flywheel_alerts sets '" ~ key ~ "', which is not a setting. Settings: " ~ defaults.keys() | join(', ') ~ "."
            ) }}
        {%- endif -%}
        {%- set wanted = flywheel._unfit_threshold(key, value, defaults[key]) -%}
        {%- if wanted -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: the var flywheel_alerts sets " ~ key ~ " to '" ~ value ~ "', wanted " ~ wanted ~ "."
            ) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(dict(defaults, **given)) }}
{% endmacro %}


{% macro _alert_defaults() %}
    {{ return({
        'fallback_channel': none,
        'remind_after_days': [3, 7, 14, 30],
        'alerts_per_week': 40,
        'tests_to_group': 5,
        'clean_runs': 14,
        'min_precision': 0.5,
        'unanswered_days': 90,
    }) }}
{% endmacro %}


{% macro _unfit_threshold(key, value, default) %}
    {#- What was wanted of a value that does not fit, in words; none where it fits. -#}
    {%- if key == 'fallback_channel' -%}
        {{ return(none if value is none or value is string else 'the name of a channel') }}
    {%- elif key == 'remind_after_days' -%}
        {%- set days = value if value is sequence and value is not string else ['none'] -%}
        {%- set unfit = days | reject('number') | list + (days | select('number') | select('le', 0) | list) -%}
        {{ return('a list of numbers of days above 0' if unfit or value is mapping else none) }}
    {%- elif value is not number or value is boolean or value < 0 -%}
        {{ return('a number from 0 up') }}
    {%- elif key == 'min_precision' and value > 1 -%}
        {{ return('a number from 0 to 1') }}
    {%- endif -%}
    {{ return(none) }}
{% endmacro %}
