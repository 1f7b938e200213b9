{% macro _first_changed(observations, series, expectations, from) %}
    {#- The first period, of those from `from` on, in which something is not as it was learned: in which the rows as a whole, told apart by
        one sum, are not those that were learned by the settings of today. -#}
    {%- set compared = ['series_id'] + flywheel._changeable_columns() -%}
    {%- set learned_columns = [] -%}
    {%- for column in compared -%} {%- do learned_columns.append('expectations.' ~ column) -%} {%- endfor -%}
    select min(coalesce(observed.period_start, learned.period_start)) as period_start
    from (
        select
            period_start,
            {{ flywheel._hash_sum(compared) }} as digest
        from {{ observations }} as seen
        where {{ flywheel._from_then_on('seen', from) }}
        group by period_start
    ) as observed
    full outer join (
        select
            expectations.period_start,
            {{ flywheel._hash_sum(learned_columns, 'series.series_id is not null') }} as digest
        from {{ expectations }} as expectations
        left join {{ series }} as series
            on expectations.series_id = series.series_id and expectations.settings = series.settings
        where {{ flywheel._from_then_on('expectations', from) }}
        group by expectations.period_start
    ) as learned on observed.period_start = learned.period_start
    where coalesce(observed.digest <> learned.digest, true)
{% endmacro %}


{% macro _wholly_changed(observations, series, expectations, from, since) %}
    {#- The series of which nothing, from `from` on, is as it was learned, though they began before: they are new to us, or have other
        settings or other values, and so what is final of them was never learned, or otherwise. -#}
    select changed.series_id
    from (
        select
            series_id,
            sum(case when was_learned then 1 else 0 end) as size
        from ({{ flywheel._changed(observations, series, expectations, since) }}) as changes
        group by series_id
    ) as changed
    inner join {{ series }} as series on changed.series_id = series.series_id
    left join (
        select
            series_id,
            count(*) as size
        from {{ expectations }} as expectations
        where {{ flywheel._from_then_on('expectations', from) }}
        group by series_id
    ) as learned on changed.series_id = learned.series_id
    where series.first_period_start < {{ flywheel._moment(from) }} and changed.size = coalesce(learned.size, 0)
{% endmacro %}


{% macro _changeable_columns() %}
    {#- What was seen of a period that may be another today. -#}
    {{ return(['value', 'sample_size', 'numerator', 'known_event', 'reference_value']) }}
{% endmacro %}


{% macro _changed(observations, series, expectations, since) %}
    {#- series_id and period_start of what was added, is gone, is another, or was learned by other settings. `since`: where the
        first of it is known to be, so that nothing before is read again. -#}
    select
        coalesce(observed.series_id, learned.series_id) as series_id,
        coalesce(observed.period_start, learned.period_start) as period_start,
        learned.series_id is not null as was_learned
    from (select * from {{ observations }} as seen where {{ flywheel._from_then_on('seen', since) }}) as observed
    full outer join (
        select expectations.*, series.series_id as settled_series_id
        from {{ expectations }} as expectations
        left join {{ series }} as series
            on expectations.series_id = series.series_id and expectations.settings = series.settings
        where {{ flywheel._from_then_on('expectations', since) }}
    ) as learned
        on observed.series_id = learned.series_id and observed.period_start = learned.period_start
    where
        observed.series_id is null
        or learned.settled_series_id is null
        {%- for column in flywheel._changeable_columns() %}
        or observed.{{ column }} <> learned.{{ column }}
        or (observed.{{ column }} is null) <> (learned.{{ column }} is null)
        {%- endfor %}
{% endmacro %}
