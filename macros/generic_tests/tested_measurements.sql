{% macro _tested_measurements(test, model, column_name, time_column, segments, period, metric) %}
    {#- What a test judges, as measurements: those of a measurement model, or the column of a model with one row per period (and
        segment). -#}
    {%- if (column_name is none) != (time_column is none) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ test ~ ": time_column is " ~ time_column ~ " and the column is " ~ column_name
            ~ ". Set the test on the column that holds the value and give it a time_column; or, for a measurement model, neither."
        ) }}
    {%- endif -%}
    {{ flywheel._check_tested_period(test, period) }}
    {%- if not column_name -%}
        {%- set like = 'a model written with flywheel.measure(), or, on a column with the value, a time_column' -%}
        {{ flywheel._needs_columns(test, model, like, flywheel.measurement_columns().keys() | list) }}
    {%- endif %}
    {%- set found = flywheel._tested_columns(model) if column_name else {} -%}
    {%- do flywheel._column_names(test, 'column_name', column_name, found) -%}
    {%- do flywheel._column_names(test, 'time_column', time_column, found) -%}
    {%- if column_name %}
    {%- for grouping in flywheel._checked_segments(test, segments, found) or [[]] %}
    select
        'data' as subject_type,
        {{ dbt.string_literal(flywheel._tested_node().name) }} as subject,
        {{ dbt.string_literal(column_name) }} as metric,
        {{ dbt.string_literal(grouping | join(' / ')) if grouping else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as segment_by,
        {{ flywheel._segment_label(grouping) if grouping else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as segment,
        cast({{ time_column }} as {{ dbt.type_timestamp() }}) as period_start,
        cast({{ column_name }} as {{ flywheel._type_double() }}) as value,
        cast(null as {{ dbt.type_bigint() }}) as sample_size,
        cast(null as {{ flywheel._type_double() }}) as numerator,
        '{{ period }}' as period,
        'tested' as from_model
    from {{ model }}
    where {{ time_column }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {%- else %}
    select
        {{ flywheel.measurement_columns().keys() | join(',\n        ') }},
        'tested' as from_model
    from {{ model }}
    {%- if metric %}
    where metric in ({% for name in ([metric] if metric is string else metric) %}{{ dbt.string_literal(name) }}{{ ', ' if not loop.last }}{% endfor %})
    {%- endif %}
    {%- endif %}
{% endmacro %}


{% macro _check_tested_period(test, period) %}
    {%- if period not in ['hour', 'day', 'week', 'month'] -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ test ~ ": period is '" ~ period ~ "', wanted one of hour, day, week, month."
        ) }}
    {%- endif -%}
{% endmacro %}
