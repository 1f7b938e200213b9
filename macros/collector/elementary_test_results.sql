{% macro elementary_test_results() %}
    {#- What Elementary collected, one row per test and invocation, in the columns of flywheel__test_history: dbt tests, tests of
        anomalies and schemas, and the freshness of sources, where its command line uploaded it. -#}
    {%- set text = dbt.type_string() %}
    with tested as (
        select
            invocation_id,
            test_unique_id as test_id,
            model_unique_id as node_id,
            coalesce(test_short_name, test_name) as test_name,
            column_name,
            lower(status) as status,
            lower(severity) as severity,
            failures,
            detected_at as executed_at,
            owners,
            test_results_description as message
        from {{ ref('elementary', 'elementary_test_results') }}
        union all
        select
            invocation_id,
            unique_id,
            unique_id,
            'source_freshness',
            null,
            case when lower(status) = 'runtime error' then 'error' else lower(status) end,
            case when lower(status) = 'warn' then 'warn' else 'error' end,
            null,
            cast(coalesce(nullif(execute_started_at, ''), nullif(generated_at, '')) as {{ dbt.type_timestamp() }}),
            null,
            error
        from {{ ref('elementary', 'dbt_source_freshness_results') }}
    ),

    -- a test of several columns has a row for each: the worst one is that of the test
    worst_first as (
        select
            *,
            row_number() over (
                partition by invocation_id, test_id
                order by
                    case status when 'error' then 1 when 'fail' then 2 when 'warn' then 3 when 'pass' then 4 else 5 end,
                    executed_at, column_name
            ) as result_rank,
            sum(failures) over (partition by invocation_id, test_id) as all_failures
        from tested
        where invocation_id is not null and test_id is not null and status is not null and executed_at is not null
    )

    select
        cast(worst_first.invocation_id as {{ text }}) as invocation_id,
        cast(worst_first.test_id as {{ text }}) as test_id,
        cast(coalesce(settings.node_id, worst_first.node_id) as {{ text }}) as node_id,
        cast(coalesce(settings.test_name, worst_first.test_name) as {{ text }}) as test_name,
        cast(worst_first.column_name as {{ text }}) as column_name,
        cast(worst_first.status as {{ text }}) as status,
        cast(coalesce(worst_first.severity, settings.severity) as {{ text }}) as severity,
        cast(worst_first.all_failures as {{ flywheel._contract_type('int') }}) as failures,
        {#- what is run while a history is replayed is of the moment that it is replayed at, as with flywheel's own collector #}
        cast({{ flywheel._not_after_now('worst_first.executed_at') }} as {{ dbt.type_timestamp() }}) as executed_at,
        cast(null as {{ flywheel._contract_type('float') }}) as execution_seconds,
        -- the test's own owner before the model's, as the project has it now; of a test that is gone, the model's, as it was
        cast(coalesce(settings.owner, nullif({{ flywheel._list_text('worst_first.owners') }}, '')) as {{ text }}) as owner,
        cast(settings.group_name as {{ text }}) as group_name,
        cast(settings.channel as {{ text }}) as channel,
        cast(worst_first.message as {{ text }}) as message,
        cast(null as {{ text }}) as command,
        cast(null as {{ text }}) as target_name,
        cast(null as {{ dbt.type_timestamp() }}) as invocation_started_at,
        cast('elementary' as {{ text }}) as collected_by
    from worst_first
    left join {{ ref('flywheel', 'flywheel__alert_settings') }} as settings on worst_first.test_id = settings.test_id
    where worst_first.result_rank = 1
{% endmacro %}


{% macro _list_text(json) -%}
    {#- A JSON array of names as a person would write it: without brackets and quotes. -#}
    replace(replace(replace(cast({{ json }} as {{ dbt.type_string() }}), '[', ''), ']', ''), '"', '')
{%- endmacro %}


{% macro _not_after_now(moment) -%}
    {%- if var('flywheel_now', none) -%}
        case when {{ moment }} > {{ flywheel._now() }} then {{ flywheel._now() }} else {{ moment }} end
    {%- else -%}
        {{ moment }}
    {%- endif -%}
{%- endmacro %}
