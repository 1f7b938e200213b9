{% macro notable_results(results, kept=none) %}
    {#- Of each test the results that alerts are told of: those that alerted, the pass that ended it, and the newest. `kept` is what this gave
        the last time. It stays for every test whose results up to then are still as many of each kind; only what came after is read.
        Of any other test, to which a result came late, or was taken away, all is read again. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- set columns = flywheel._notable_columns().keys() | reject('equalto', 'is_newest') | list -%}
    {%- set alerting = 'results.status in (' ~ flywheel._alerting_statuses() ~ ')' -%}
    {%- set assessed = "(results.status = 'pass' or " ~ alerting ~ ')' -%}
    {%- set in_order = 'partition by results.test_id order by results.executed_at, results.invocation_id, results.status' %}
    with kept as (
        {{ 'select * from ' ~ kept if kept is not none else flywheel._empty_relation(flywheel._notable_columns()) }}
    ),

    known as (
        select
            results.test_id,
            min(results.first_run_at) as first_run_at,
            max(results.executed_at) as last_run_at,
            max(results.results_so_far) as results,
            max(results.result_number) as runs,
            max(results.passes_before + case when results.status = 'pass' then 1 else 0 end) as passes,
            count(case when results.status in ('fail', 'error') then 1 end) as failed,
            coalesce(sum(case when {{ alerting }} then results.failures end), 0) as failing_rows
        from kept as results
        group by results.test_id
    ),

    counted as (
        select
            results.test_id,
            min(results.executed_at) as first_run_at,
            count(*) as results,
            count(case when {{ assessed }} then 1 end) as runs,
            count(case when results.status = 'pass' then 1 end) as passes,
            count(case when results.status in ('fail', 'error') then 1 end) as failed,
            coalesce(sum(case when {{ alerting }} then results.failures end), 0) as failing_rows
        from {{ results }} as results
        inner join known
            on results.test_id = known.test_id and results.executed_at <= known.last_run_at
        group by results.test_id
    ),

    unchanged as (
        select known.*
        from known
        inner join counted
            on
                known.test_id = counted.test_id
                and known.first_run_at = counted.first_run_at
                and known.results = counted.results
                and known.runs = counted.runs
                and known.passes = counted.passes
                and known.failed = counted.failed
                and known.failing_rows = counted.failing_rows
    ),

    in_sequence as (
        select
            {%- for column in columns if column in flywheel._test_history_columns() %}
            results.{{ column }},
            {%- endfor %}
            results.executed_at as first_run_at,
            coalesce(unchanged.results, 0) + row_number() over ({{ in_order }}) as results_so_far,
            coalesce(unchanged.runs, 0) + count(case when {{ assessed }} then 1 end) over (
                {{ in_order }} rows between unbounded preceding and current row
            ) as result_number,
            coalesce(unchanged.passes, 0) + count(case when results.status = 'pass' then 1 end) over (
                {{ in_order }} rows between unbounded preceding and 1 preceding
            ) as passes_before
        from {{ results }} as results
        left join unchanged on results.test_id = unchanged.test_id
        where
            results.test_id is not null
            and results.executed_at is not null
            and (unchanged.test_id is null or results.executed_at > unchanged.last_run_at)
        union all
        select
            {%- for column in columns %}
            kept.{{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        from kept
        inner join unchanged on kept.test_id = unchanged.test_id
    ),

    tests as (
        select
            test_id,
            min(first_run_at) as first_run_at,
            max(results_so_far) as newest
        from in_sequence
        group by test_id
    ),

    went_wrong as (
        select distinct
            results.test_id,
            results.passes_before
        from in_sequence as results
        where {{ alerting }}
    )

    select
        {%- for column in columns if column != 'first_run_at' %}
        results.{{ column }},
        {%- endfor %}
        tests.first_run_at,
        results.results_so_far = tests.newest as is_newest
    from in_sequence as results
    inner join tests on results.test_id = tests.test_id
    left join went_wrong
        on results.test_id = went_wrong.test_id and results.passes_before = went_wrong.passes_before
    where
        results.results_so_far = tests.newest
        or ({{ assessed }} and went_wrong.test_id is not null)
{% endmacro %}


{% macro _notable_columns() %}
    {{ return({
        'invocation_id': 'str', 'test_id': 'str', 'node_id': 'str', 'test_name': 'str', 'column_name': 'str', 'owner': 'str',
        'channel': 'str', 'status': 'str', 'failures': 'int', 'executed_at': 'ts', 'first_run_at': 'ts', 'results_so_far': 'int',
        'result_number': 'int', 'passes_before': 'int', 'is_newest': 'bool',
    }) }}
{% endmacro %}


{% macro _alerting_statuses() -%}
    {#- What a result is that somebody may be told of. -#}
    'warn', 'fail', 'error'
{%- endmacro %}
