{% macro wrong_points_in_time(model, feature_time, prediction_time, history, entity, valid_from, delay_hours, tolerance_hours) %}
    {#- Rows whose feature value is not the one that was known when they were predicted, one row each. Without a history: those from
        after the prediction. With one, the relation that the features were taken from: also those that are not the newest that could be
        known. Rows and history are sorted together once, by entity and time, instead of joined by an inequality. -#}
    {%- set found = flywheel._tested_columns(model) -%}
    {%- if feature_time is not string -%}
        {{ flywheel._wrong_argument('point_in_time_correct', 'feature_time', feature_time, 'the name of the column that says when the feature value became valid') }}
    {%- endif -%}
    {%- if prediction_time is not string -%}
        {{ flywheel._wrong_argument('point_in_time_correct', 'prediction_time', prediction_time, 'the name of the column that says when a row is predicted') }}
    {%- endif -%}
    {%- set feature_at = flywheel._tested_moment('point_in_time_correct', model, feature_time) -%}
    {%- set predicted_at = flywheel._tested_moment('point_in_time_correct', model, prediction_time) -%}
    {{ flywheel._check_bounded('point_in_time_correct', 'delay_hours', delay_hours, lowest=0) }}
    {{ flywheel._check_bounded('point_in_time_correct', 'tolerance_hours', tolerance_hours, lowest=0) }}
    {%- set entity = flywheel._column_names('point_in_time_correct', 'entity', entity, found, needed=history is not none) -%}
    {%- set valid_from = valid_from or feature_time -%}
    {%- if history is not none -%}
        {{ flywheel._check_relation('point_in_time_correct', 'history', history) }}
        {%- set of_history = flywheel._tested_columns(history) -%}
        {%- do flywheel._column_names('point_in_time_correct', 'entity', entity, of_history) -%}
        {%- do flywheel._column_names('point_in_time_correct', 'valid_from', valid_from, of_history, needed=true) -%}
        {%- set known_from = flywheel._as_utc_timestamp(valid_from, of_history.get(valid_from | lower, '')) -%}
    {%- endif -%}
    {%- set ts = dbt.type_timestamp() -%}
    {%- set str = dbt.type_string() -%}
    with predicted_rows as (
        select
            {%- for column in entity %}
            {{ column }},
            {%- endfor %}
            {{ predicted_at }} as flywheel_predicted_at,
            {{ feature_at }} as flywheel_feature_at
        from {{ model }}
    ),

    {% if history is not none -%}
    events as (
        select
            {%- for column in entity %}
            {{ column }},
            {%- endfor %}
            flywheel_predicted_at as flywheel_at,
            1 as flywheel_is_row,
            flywheel_predicted_at,
            flywheel_feature_at,
            cast(null as {{ ts }}) as flywheel_valid_from
        from predicted_rows
        union all
        select
            {%- for column in entity %}
            {{ column }},
            {%- endfor %}
            {{ flywheel._hours_after(known_from, delay_hours) }} as flywheel_at,
            0 as flywheel_is_row,
            cast(null as {{ ts }}) as flywheel_predicted_at,
            cast(null as {{ ts }}) as flywheel_feature_at,
            {{ known_from }} as flywheel_valid_from
        from {{ history }}
        where {{ known_from }} is not null
    ),

    known as (
        select
            *,
            max(flywheel_valid_from) over (
                partition by {{ entity | join(', ') }} order by flywheel_at, flywheel_is_row rows unbounded preceding
            ) as flywheel_expected_at
        from events
    ),

    {% else -%}
    known as (
        select
            *,
            1 as flywheel_is_row,
            cast(null as {{ ts }}) as flywheel_expected_at
        from predicted_rows
    ),

    {% endif -%}
    judged as (
        select
            {%- for column in entity %}
            {{ column }},
            {%- endfor %}
            flywheel_predicted_at as prediction_at,
            flywheel_feature_at as feature_at,
            case when flywheel_predicted_at is not null then flywheel_expected_at end as expected_at,
            case
                when flywheel_predicted_at is null then case when flywheel_feature_at is not null then 'no_prediction_time' end
                when {{ flywheel._hours_after('flywheel_feature_at', delay_hours) }} > {{ flywheel._hours_after('flywheel_predicted_at', tolerance_hours) }}
                    then 'from_the_future'
                {%- if history is not none %}
                when flywheel_feature_at is null then case when flywheel_expected_at is not null then 'missed' end
                when flywheel_expected_at is null or flywheel_feature_at > {{ flywheel._hours_after('flywheel_expected_at', tolerance_hours) }}
                    then case when {{ flywheel._hours_after('flywheel_feature_at', delay_hours) }} <= flywheel_predicted_at then 'not_in_history' end
                when {{ flywheel._hours_after('flywheel_feature_at', tolerance_hours) }} < flywheel_expected_at then 'not_the_newest'
                {%- endif %}
            end as rule
        from known
        where flywheel_is_row = 1
    )

    select
        {%- for column in entity %}
        {{ column }},
        {%- endfor %}
        prediction_at,
        feature_at,
        expected_at,
        rule,
        case rule
            when 'no_prediction_time' then '{{ prediction_time }} is null, so nothing says whether {{ feature_time }} was known by then'
            when 'from_the_future' then 'a value of ' || cast(feature_at as {{ str }}) || ' for a prediction of ' || cast(prediction_at as {{ str }})
                || ', when it was not known yet{{ ' (a value is known after ' ~ delay_hours ~ ' hours)' if delay_hours }}'
            when 'missed' then 'no value, where that of ' || cast(expected_at as {{ str }}) || ' was known by ' || cast(prediction_at as {{ str }})
            when 'not_in_history' then 'a value of ' || cast(feature_at as {{ str }}) || ', which is not in the history of the entity'
            when 'not_the_newest' then 'a value of ' || cast(feature_at as {{ str }}) || ', where that of ' || cast(expected_at as {{ str }})
                || ' was known by ' || cast(prediction_at as {{ str }})
        end as reason
    from judged
    where rule is not null
{% endmacro %}
