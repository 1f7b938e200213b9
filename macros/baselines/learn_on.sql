{% macro _learn_on() %}
    {#- The pre-hook of flywheel__expectations: what changed is learned again, and nothing else. A series is forgotten from its
        first period on that was added, changed or is gone, or that was learned by other settings; then what was forgotten
        and what is new is learned: one period after the other, each from what is remembered of those before, or, where
        that is less work, at once from the whole of the series that changed. -#}
    {%- if execute and is_incremental() -%}
        {%- set observations = ref('flywheel__observations') -%}
        {%- set series = ref('flywheel__series') -%}
        {%- do run_query(flywheel._forget(flywheel._changed_from(observations, series, this), this)) -%}
        {%- set unlearned = run_query(flywheel._unlearned_periods(observations, this)) -%}
        {%- set periods = unlearned.columns[0].values() -%}
        {%- if periods -%}
            {%- set policies = flywheel._policies_as_found(series) -%}
            {%- if unlearned.columns[1].values()[0] <= periods | length * flywheel._rows_of_a_step() -%}
                {%- do run_query(flywheel._learned(flywheel._unlearned_series(observations, this), series, none, policies)) -%}
            {%- else -%}
                {%- for period_start in periods -%}
                    {%- do run_query(flywheel._learned(flywheel._unlearned_in(observations, this, period_start), series, this, policies)) -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}


{% macro _rows_of_a_step() %}
    {#- A step, which learns one period, is as much work as that many rows which are learned at once. -#}
    {{ return(adapter.dispatch('_rows_of_a_step', 'flywheel')()) }}
{% endmacro %}


{% macro default___rows_of_a_step() %} {{ return(50000) }} {% endmacro %}


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
        {%- for column in ['value', 'sample_size', 'numerator', 'known_event', 'reference_value'] %}
        or not ({{ dbt.equals('observed.' ~ column, 'learned.' ~ column) }})
        {%- endfor %}
    group by coalesce(observed.series_id, learned.series_id)
{% endmacro %}


{% macro _forget(changed, expectations) %}
    delete from {{ expectations }}
    where exists (
        select 1
        from ({{ changed }}) as changed
        where
            changed.series_id = {{ expectations }}.series_id
            and {{ expectations }}.period_number >= changed.first_number
    )
{% endmacro %}


{% macro _unlearned_periods(observations, expectations) %}
    {#- The periods in which something was not learned, and how many rows the series have that it belongs to. -#}
    with unlearned as (
        select
            observed.series_id,
            observed.period_start
        from {{ observations }} as observed
        left join {{ expectations }} as learned
            on observed.series_id = learned.series_id and observed.period_number = learned.period_number
        where learned.series_id is null
    )

    select
        unlearned.period_start,
        max(sizes.size) as size
    from unlearned
    cross join (
        select count(*) as size
        from {{ observations }} as observed
        where series_id in (select series_id from unlearned)
    ) as sizes
    group by unlearned.period_start
    order by unlearned.period_start
{% endmacro %}


{% macro _unlearned_series(observations, expectations) -%}
    (
        select observed.*
        from {{ observations }} as observed
        where series_id in (
            select unlearned.series_id
            from {{ observations }} as unlearned
            left join {{ expectations }} as learned
                on unlearned.series_id = learned.series_id and unlearned.period_number = learned.period_number
            where learned.series_id is null
        )
    )
{%- endmacro %}


{% macro _unlearned_in(observations, expectations, period_start) -%}
    {%- set period_start = "cast('" ~ period_start ~ "' as " ~ dbt.type_timestamp() ~ ')' -%}
    (
        select observed.*
        from {{ observations }} as observed
        left join {{ expectations }} as learned
            on
                observed.series_id = learned.series_id
                and observed.period_number = learned.period_number
                and learned.period_start = {{ period_start }}
        where observed.period_start = {{ period_start }} and learned.series_id is null
    )
{%- endmacro %}


{% macro _learned(observations, series, past, policies) %}
    {%- set columns = flywheel._seen_columns() + flywheel._learned_columns().keys() | list + ['settings', 'learned_at'] -%}
    insert into {{ this }} ({{ columns | join(', ') }})
    select learned.{{ columns | join(', learned.') }}
    from ({{ flywheel.expectations(observations, series, past, policies) }}) as learned
    left join {{ this }} as known
        on learned.series_id = known.series_id and learned.period_number = known.period_number
    where known.series_id is null
{% endmacro %}
