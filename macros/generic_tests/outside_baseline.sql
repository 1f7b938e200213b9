{% macro outside_baseline(model, column_name, time_column, segments, period, metric, policy, periods) %}
    {#- The newest periods of a model's values that fail, judged as flywheel__verdicts judges: a measurement model, or any
        model with one row per period (and segment), a time column and a value column. -#}
    {%- if (column_name is none) != (time_column is none) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: within_baseline: time_column is " ~ time_column ~ " and the column is " ~ column_name
            ~ ". Set the test on the column that holds the value and give it a time_column; or, for a measurement model, neither."
        ) }}
    {%- endif -%}
    {%- if period not in ['hour', 'day', 'week', 'month'] -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: within_baseline: period is '" ~ period ~ "', wanted one of hour, day, week, month."
        ) }}
    {%- endif -%}
    {%- do flywheel._policy(policy, 'within_baseline') -%}
    {%- set tested = graph.nodes.get(flywheel._tested_node_id()) if execute else none -%}
    {%- set tested = tested or {'name': 'tested'} -%}
    with measurements as (
        {%- if column_name %}
        {%- for grouping in flywheel._groupings(segments) or [[]] %}
        select
            'data' as subject_type,
            'tested' as subject,
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
            {{ flywheel.measurement_columns().keys() | join(',\n            ') }},
            'tested' as from_model
        from {{ model }}
        {%- if metric %}
        where metric in ({% for name in ([metric] if metric is string else metric) %}{{ dbt.string_literal(name) }}{{ ', ' if not loop.last }}{% endfor %})
        {%- endif %}
        {%- endif %}
    ),

    policies as (
        {{ flywheel._rows(flywheel._policy_rows(tested, 'tested', policy), flywheel._policies_columns()) }}
    ),

    series as (
        {{ flywheel.series('measurements', 'policies') }}
    ),

    observations as (
        {{ flywheel.observations('measurements', 'series', ref('flywheel__input_known_events')) }}
    ),

    expectations as (
        {{ flywheel.baselines('observations') }}
    ),

    baselines as (
        {{ flywheel.judgeable('expectations', 'series') }}
    ),

    verdicts as (
        {{ flywheel.verdicts('baselines') }}
    )

    {{ flywheel.failing_verdicts('verdicts', periods) }}
{% endmacro %}


{% macro _tested_node_id() %}
    {#- Here, where no argument hides it, `model` is the test's own node. -#}
    {{ return(model.get('attached_node')) }}
{% endmacro %}
