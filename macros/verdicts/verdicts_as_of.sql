{% macro verdicts_as_of(moment) %}
    {#- What was known at a moment, or by the end of a day: the rows of flywheel__verdict_log that were the newest then. -#}
    {%- if not modules.re.match('^\\d{4}-\\d\\d-\\d\\d([ T]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,6})?)?)?$', moment | string) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: verdicts_as_of: moment is '" ~ moment ~ "', wanted a day as 'YYYY-MM-DD' or a moment as 'YYYY-MM-DD HH:MM:SS'."
        ) }}
    {%- endif -%}
    {%- set moment_sql = "cast('" ~ moment ~ "' as " ~ dbt.type_timestamp() ~ ')' -%}
    {%- set columns = flywheel._verdict_log_columns().keys() | list + ['verdict', 'reason', 'revision', 'told_at'] %}
    select
        {{ columns | join(',\n        ') }}
    from (
        select
            *,
            row_number() over (partition by series_id, period_start order by revision desc) as newest_rank
        from {{ ref('flywheel__verdict_log') }}
        where told_at {{ '< ' ~ dbt.dateadd('day', 1, moment_sql) if moment | string | length == 10 else '<= ' ~ moment_sql }}
    ) as told
    where newest_rank = 1
{% endmacro %}
