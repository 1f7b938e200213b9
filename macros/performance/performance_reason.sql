{% macro _performance_reason(awaited_share, awaited_days, fewest) %}
    {#- By how much a version wins or loses in a period and how that compares with validation, or what is awaited, in a sentence. For
        `judged_periods`. -#}
    {%- set number = flywheel._number_text -%}
    {%- set naive = "case task when 'classes' then 'the most common of earlier outcomes' else 'the mean of earlier outcomes' end" -%}
    case
        when labelled = 0 then 'No outcome of its predictions is known.'
        when judged = 0 then 'No prediction of it has a score and an outcome that can be told apart.'
        when not are_labels_in
            then
                {{ number('100 * labelled_share') }}
                || '% of its predictions have an outcome, {{ '%g' | format(100 * awaited_share) }}% are awaited'
                {%- if awaited_days is not none %}
                || ', or {{ awaited_days }} days after the period'
                {%- endif %}
                || '.'
        when judged < {{ fewest }}
            then {{ number('judged') }} || ' predictions have a score and an outcome, {{ fewest }} are wanted.'
        when gain_upper < 0
            then
                'Loses to ' || {{ naive }} || ' by ' || {{ number('-gain') }}
                || ' a prediction, which is more than chance.'
        when gain < 0
            then
                'Loses to ' || {{ naive }} || ' by ' || {{ number('-gain') }}
                || ' a prediction, which may be chance.'
        when verdict = 'warn'
            then
                'Worse than in validation by more than chance: ' || metric || ' is ' || {{ number('value') }}
                || ', and was ' || {{ number('validation_value') }} || '.'
        when gain is null then 'No outcome was known before the period, so there is no baseline to beat.'
        else
            case
                when {{ number('gain') }} = '0' then 'As good as ' || {{ naive }}
                else
                    'Beats ' || {{ naive }} || ' by ' || {{ number('gain') }} || ' a prediction'
                    || case when gain_lower > 0 then '' else ', which may be chance' end
            end
            || case
                when decline is null then ''
                else
                    '; ' || metric || ' is ' || {{ number('value') }} || ', and was '
                    || {{ number('validation_value') }} || ' in validation'
            end || '.'
    end
{% endmacro %}
