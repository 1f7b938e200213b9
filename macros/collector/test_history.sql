{% macro test_history(kept=none) %}
    {#- What is to be added to the kept results: those of Elementary that are not there yet, where it is installed. What flywheel
        collects itself is put there at the end of each run, by the hook. -#}
    {%- set columns = flywheel._test_history_columns() -%}
    {%- if not flywheel._has_elementary() -%}
    {{ flywheel._empty_relation(columns) }}
    {%- else -%}
    select
        {%- for column in columns %}
        collected.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('flywheel', 'flywheel__elementary_test_results') }} as collected
    {%- if kept is not none %}
    left join {{ kept }} as kept
        on collected.invocation_id = kept.invocation_id and collected.test_id = kept.test_id
    {%- endif %}
    where
        {{ flywheel._is_remembered('collected.executed_at') }}
        {%- if kept is not none %}
        and kept.test_id is null
        {%- endif %}
    {%- endif -%}
{% endmacro %}


{% macro _is_remembered(moment) -%}
    {#- Whether a result is young enough to be kept. -#}
    {%- set days = flywheel._test_history_days() -%}
    {{ '1 = 1' if days is none else moment ~ ' >= ' ~ dbt.dateadd('hour', -((days * 24) | int), flywheel._now()) }}
{%- endmacro %}


{% macro _forget_test_results(relation) -%}
    {#- What is too old goes once some of it is older by a fiftieth, a week of a year: a test that loses results is looked at from its
        beginning again (flywheel__notable_results), which need not be at every run. -#}
    {%- set days = flywheel._test_history_days() -%}
    {%- if days is not none -%}
        delete from {{ relation }}
        where
            not ({{ flywheel._is_remembered('executed_at') }})
            and (select min(executed_at) from {{ relation }}) < {{ dbt.dateadd('hour', -((days * 24 * 1.02) | int), flywheel._now()) }}
    {%- endif -%}
{%- endmacro %}


{% macro _test_history_days() %}
    {#- How long results are kept: a number of days, or none for all of them. -#}
    {%- set days = var('flywheel_test_history_days', 365) -%}
    {%- if days is not none and (days is not number or days is boolean or days <= 0) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var flywheel_test_history_days is '" ~ days ~ "', wanted a number of days above 0, or null to keep all."
        ) }}
    {%- endif -%}
    {{ return(days) }}
{% endmacro %}
