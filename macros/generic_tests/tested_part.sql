{% macro _tested_part(partition, new_data_only) %}
    {#- The condition on the rows that are tested: the user's own, as it was written, and a time that is compared with a literal, so
        that the engine can leave out what it need not read. -#}
    {%- set conditions = [] -%}
    {%- if partition is not none -%}
        {%- if partition is not string or not partition | trim -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: meets_expectations: partition is " ~ partition ~ ", wanted a SQL condition, as in \"flight_date >= '2013-12-01'\"."
            ) }}
        {%- endif -%}
        {%- do conditions.append(partition) -%}
    {%- endif -%}
    {%- if new_data_only is not none -%}
        {%- set given = new_data_only if new_data_only is mapping else {} -%}
        {%- set spans = given.keys() | select('in', ['hours', 'days']) | list -%}
        {%- set span = given[spans[0]] if spans else none -%}
        {%- if not given.get('time_column') or spans | length != 1 or given | length != 2 or span is boolean or span is not number or span <= 0 -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: meets_expectations: new_data_only is " ~ new_data_only ~ ", wanted {time_column: loaded_at, days: 3}, or hours."
            ) }}
        {%- endif -%}
        {%- set now = var('flywheel_now', none) -%}
        {%- set now = modules.datetime.datetime.fromisoformat(now | string) if now is not none else run_started_at -%}
        {%- set since = now - modules.datetime.timedelta(hours=span * (24 if spans[0] == 'days' else 1)) -%}
        {%- do conditions.append(
            given.time_column ~ " >= cast('" ~ since.strftime('%Y-%m-%d %H:%M:%S') ~ "' as " ~ dbt.type_timestamp() ~ ")"
        ) -%}
    {%- endif -%}
    {{ return(conditions | join(' and ') if conditions | length < 2 else '(' ~ conditions | join(') and (') ~ ')') }}
{% endmacro %}
