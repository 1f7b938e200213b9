{% macro _alert_advice() -%}
    {#- What to do about a test, by its finding, and what that would have saved. For `advised` of alert_health(). -#}
    {%- set text = dbt.type_string() -%}
    case finding
        when 'quiet' then 'leave it as it is: it has not alerted in ' || cast(runs as {{ text }}) || ' runs'
        when 'always_failing' then
            'fix what it finds, demote it to warn, or remove it: it alerted in each of its ' || cast(runs as {{ text }})
            || ' runs. Told once, ' || cast(alerts - 1 as {{ text }}) || ' of ' || cast(alerts as {{ text }}) || ' alerts would have been saved'
        when 'unanswered' then
            'demote it to warn, or remove it: nobody acted on it for {{ flywheel.alert_thresholds().unanswered_days }} days. All of its '
            || cast(alerts as {{ text }}) || ' alerts would have been saved'
        when 'imprecise' then
            'raise its floor (error_if, min_effect), or demote it to warn: of ' || cast(reactions as {{ text }}) || ' reactions, '
            || cast(actionable as {{ text }}) || ' found anything to do. '
            || cast(dismissed_alerts as {{ text }}) || ' of ' || cast(alerts as {{ text }}) || ' alerts would have been saved'
        when 'flapping' then
            'tell from the second breach in a row: it came back ' || cast(flaps as {{ text }}) || ' times, and was over by the next run in '
            || cast(blips as {{ text }}) || ' of ' || cast(incidents as {{ text }}) || ' incidents. '
            || cast(blips as {{ text }}) || ' of ' || cast(alerts as {{ text }}) || ' alerts would have been saved'
        when 'repeating' then
            'tell of incidents, not of runs: ' || cast(incidents as {{ text }}) || ' incidents made ' || cast(alerts as {{ text }})
            || ' alerts. ' || cast(alerts - incidents as {{ text }}) || ' of them would have been saved'
        else 'leave it as it is: each of its alerts was news'
    end
{%- endmacro %}


{% macro _alerts_saved() -%}
    {#- How many alerts of the history would not have been sent, had the advice been followed from the beginning. -#}
    case finding
        when 'always_failing' then alerts - 1
        when 'unanswered' then alerts
        when 'imprecise' then dismissed_alerts
        when 'flapping' then blips
        when 'repeating' then alerts - incidents
        else 0
    end
{%- endmacro %}
