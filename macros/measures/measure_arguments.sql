{% macro _check_measure_arguments(subject, metrics, time_column, period, lookback) %}
    {%- set periods = ['hour', 'day', 'week', 'month', 'none'] -%}
    {%- if not subject or subject is not string -%}
        {{ exceptions.raise_compiler_error("flywheel.measure: subject is " ~ subject ~ ", wanted a name, as in 'flights'.") }}
    {%- endif -%}
    {%- if metrics is not mapping or not metrics -%}
        {{ exceptions.raise_compiler_error(
            "flywheel.measure of '" ~ subject ~ "': metrics is " ~ metrics
            ~ ", wanted {name: {measure: ..., ...}} with at least one metric."
        ) }}
    {%- endif -%}
    {%- if period not in periods -%}
        {{ exceptions.raise_compiler_error(
            "flywheel.measure of '" ~ subject ~ "': period is '" ~ period ~ "', wanted one of " ~ periods | join(', ') ~ "."
        ) }}
    {%- endif -%}
    {%- if (period == 'none') == (time_column is not none) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel.measure of '" ~ subject ~ "': period is '" ~ period ~ "' and time_column is " ~ time_column
            ~ ". A period needs a time_column, and 'none' (the relation as it stands today) takes none."
        ) }}
    {%- endif -%}
    {%- if lookback is not integer or lookback < 0 -%}
        {{ exceptions.raise_compiler_error(
            "flywheel.measure of '" ~ subject ~ "': lookback is " ~ lookback ~ ", wanted a whole number of periods from 0 up."
        ) }}
    {%- endif -%}
{% endmacro %}
