{% macro _learn_on() %}
    {#- The pre-hook of flywheel__expectations: what changed is learned again, and nothing else. A series is forgotten from its
        first period on that was added, changed or is gone, or that was learned by other settings; then the forgotten and the
        new periods are judged one after the other, each from what is remembered of those before. After a large backfill
        whole series are judged at once. -#}
    {%- if execute and is_incremental() -%}
        {%- set observations = ref('flywheel__observations') -%}
        {%- set series = ref('flywheel__series') -%}
        {%- set changed = flywheel._changed_from(observations, series, this) -%}
        {%- set periods = run_query(
            "select distinct observed.period_start from " ~ observations ~ " as observed inner join (" ~ changed ~ ") as changed"
            ~ " on observed.series_id = changed.series_id and observed.period_number >= changed.first_number order by 1"
        ).columns[0].values() -%}
        {%- set is_backfill = periods | length > 40 -%}
        {%- do run_query(
            "delete from " ~ this ~ " where exists (select 1 from (" ~ changed ~ ") as changed where changed.series_id = " ~ this ~ ".series_id"
            ~ ("" if is_backfill else " and " ~ this ~ ".period_number >= changed.first_number") ~ ")"
        ) -%}
        {%- if is_backfill -%}
            {%- do run_query(flywheel._learned(flywheel._series_not_learned(observations, this), series, none)) -%}
        {%- else -%}
            {%- for period_start in periods -%}
                {%- do run_query(flywheel._learned(flywheel._not_learned(observations, this, period_start), series, this)) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}


{% macro _changed_from(observations, series, expectations) %}
    {#- series_id and first_number: from where on a series has to be learned again. -#}
    select
        coalesce(observed.series_id, learned.series_id) as series_id,
        min(coalesce(observed.period_number, learned.period_number)) as first_number
    from {{ observations }} as observed
    full outer join (
        select expectations.*, series.series_id as settled_series_id
        from {{ expectations }} as expectations
        left join {{ series }} as series
            on expectations.series_id = series.series_id and expectations.settings = series.settings
    ) as learned
        on observed.series_id = learned.series_id and observed.period_number = learned.period_number
    where
        observed.series_id is null
        or learned.settled_series_id is null
        {%- for column in ['value', 'sample_size', 'numerator', 'known_event'] %}
        or not ({{ dbt.equals('observed.' ~ column, 'learned.' ~ column) }})
        {%- endfor %}
    group by coalesce(observed.series_id, learned.series_id)
{% endmacro %}


{% macro _learned(observations, series, past) %}
    {%- set columns = flywheel._seen_columns() + flywheel._learned_columns().keys() | list + ['settings', 'learned_at'] -%}
    insert into {{ this }} ({{ columns | join(', ') }})
    select {{ columns | join(', ') }} from ({{ flywheel.expectations(observations, series, past) }}) as learned
{% endmacro %}


{% macro _not_learned(observations, expectations, period_start) -%}
    (
        select observed.*
        from {{ observations }} as observed
        left join {{ expectations }} as learned
            on
                observed.series_id = learned.series_id
                and observed.period_number = learned.period_number
                and learned.period_start = cast('{{ period_start }}' as {{ dbt.type_timestamp() }})
        where
            observed.period_start = cast('{{ period_start }}' as {{ dbt.type_timestamp() }})
            and learned.series_id is null
    )
{%- endmacro %}


{% macro _series_not_learned(observations, expectations) -%}
    (select * from {{ observations }} as observed where series_id not in (select series_id from {{ expectations }}))
{%- endmacro %}
