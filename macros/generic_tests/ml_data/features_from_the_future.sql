{% macro _features_from_the_future(model, feature_time, prediction_time, found) %}
    {#- Columns that say when a feature was known, and hold a time after the prediction's. The same moment is not after. -#}
    {%- set feature_times = flywheel._column_names('no_leakage', 'feature_time', feature_time, found, needed=true) -%}
    {%- if prediction_time is not string -%}
        {{ flywheel._wrong_argument('no_leakage', 'prediction_time', prediction_time, 'the name of the column that says when a row is predicted') }}
    {%- endif -%}
    {%- set predicted_at = flywheel._tested_moment('no_leakage', model, prediction_time) -%}
    {%- set str = dbt.type_string() -%}
    with feature_times as (
        {{ flywheel._rows(flywheel._numbered(feature_times), {'flywheel_number': 'int', 'flywheel_name': 'str'}) }}
    ),

    counted as (
        select
            feature_number,
            count(feature_at) as sample_size,
            count(case when feature_at > predicted_at then 1 end) as late_rows,
            max(case when feature_at > predicted_at then feature_at end) as latest
        from (
            select
                feature_times.flywheel_number as feature_number,
                {{ predicted_at }} as predicted_at,
                case feature_times.flywheel_number
                {%- for column in feature_times %}
                    when {{ loop.index }} then {{ flywheel._tested_moment('no_leakage', model, column) }}
                {%- endfor %}
                end as feature_at
            from {{ model }}
            cross join feature_times
        ) as times
        where predicted_at is not null
        group by feature_number
    )

    select
        {{ flywheel._leak(
            'feature_after_prediction', 'feature_times.flywheel_name', 'cast(counted.late_rows as ' ~ flywheel._type_double() ~ ') / counted.sample_size', 0,
            'counted.sample_size', 'counted.late_rows', 'counted.latest',
            "feature_times.flywheel_name || ' is after " ~ prediction_time ~ " in ' || cast(counted.late_rows as " ~ str ~ ") || ' of '
            || cast(counted.sample_size as " ~ str ~ ") || ' rows, the latest ' || cast(counted.latest as " ~ str ~ ") || ', expected in none'"
        ) }}
    from counted
    inner join feature_times on counted.feature_number = feature_times.flywheel_number
    where counted.late_rows > 0
{% endmacro %}


{% macro _numbered(names) %}
    {#- Names as rows of number and name, counted from 1. -#}
    {%- set rows = [] -%}
    {%- for name in names -%} {%- do rows.append([loop.index, name]) -%} {%- endfor -%}
    {{ return(rows) }}
{% endmacro %}
