{% macro noisy_channels(noise, max_per_week=none, weeks=4) %}
    {#- The channels that had more alerts in one of the newest weeks than they may, one row per channel and week. -#}
    {%- set limit = max_per_week if max_per_week is not none else flywheel.alert_thresholds().alerts_per_week -%}
    {%- if limit is not number or limit is boolean or limit < 0 -%}
        {{ exceptions.raise_compiler_error("flywheel: alert_noise_below: max_per_week is '" ~ limit ~ "', wanted a number from 0 up.") }}
    {%- endif -%}
    {%- if weeks is not integer or weeks is boolean or weeks < 1 -%}
        {{ exceptions.raise_compiler_error("flywheel: alert_noise_below: weeks is '" ~ weeks ~ "', wanted a whole number from 1 up.") }}
    {%- endif -%}
    select
        channel,
        week_start,
        sum(alerts) as alerts,
        sum(incidents) as incidents,
        {{ limit }} as max_per_week,
        coalesce(channel, 'what has no channel') || ' had ' || cast(sum(alerts) as {{ dbt.type_string() }})
            || ' alerts in the week, of ' || cast(sum(incidents) as {{ dbt.type_string() }})
            || ' incidents; at most {{ limit }} were wanted' as reason
    from {{ noise }}
    where week_start > {{ dbt.dateadd('day', -7 * weeks, flywheel._period_start(flywheel._now(), 'week')) }}
    group by channel, week_start
    having sum(alerts) > {{ limit }}
{% endmacro %}
