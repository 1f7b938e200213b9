{% macro _learn_on() %}
    {#- The pre-hook of flywheel__expectations: what changed is learned again, and nothing else. A series is forgotten from its
        first period on that was added, changed or is gone, or that was learned by other settings; then what was forgotten
        and what is new is learned: one period after the other, each from what is remembered of those before, or, where
        that is less work, at once from the whole of the series that changed. What the var flywheel_final_days calls final is not
        looked at. -#}
    {%- if execute and is_incremental() -%}
        {%- set observations = ref('flywheel__observations') -%}
        {%- set series = ref('flywheel__series') -%}
        {%- set from = flywheel._looked_through_from(this) -%}
        {%- if from -%} {%- do flywheel._check_final_days(series) -%} {%- endif -%}
        {%- set since = run_query(flywheel._first_changed(observations, series, this, from)).columns[0].values()[0] -%}
        {%- if from and since and run_query(flywheel._wholly_changed(observations, series, this, from, since)).rows -%}
            {%- set from = none -%}
            {%- set since = run_query(flywheel._first_changed(observations, series, this, from)).columns[0].values()[0] -%}
        {%- endif -%}
        {%- if since is not none -%}
            {%- do flywheel._without_nested_loops() -%}
            {%- do run_query(flywheel._forget(flywheel._changed(observations, series, this, since), this, since)) -%}
            {%- set periods = run_query(flywheel._unlearned_periods(observations, this, since)).rows -%}
            {%- set policies = flywheel._policies_as_found(series) -%}
            {%- set most_at_once = periods | length * flywheel._rows_of_a_step() if from is none else 0 -%}
            {%- if most_at_once and run_query(flywheel._unlearned_size(observations, this, since)).columns[0].values()[0] <= most_at_once -%}
                {%- do run_query(flywheel._learned_at_once(flywheel._unlearned_series(observations, this, since), series, policies)) -%}
            {%- else -%}
                {%- for period_start, hours in periods -%}
                    {%- do run_query(flywheel._learned_from(
                        flywheel._unlearned_in(observations, this, period_start), series, period_start, hours, policies
                    )) -%}
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


{% macro _forget(changed, expectations, since) %}
    delete from {{ expectations }}
    where period_start >= {{ flywheel._moment(since) }} and exists (
        select 1
        from (
            select
                series_id,
                min(period_start) as first_period_start
            from ({{ changed }}) as changed
            group by series_id
        ) as firsts
        where
            firsts.series_id = {{ expectations }}.series_id
            and {{ expectations }}.period_start >= firsts.first_period_start
    )
{% endmacro %}


{% macro _unlearned(observations, expectations, since) %}
    {#- The observations that were not learned. -#}
    select observed.*
    from (select * from {{ observations }} as seen where {{ flywheel._from_then_on('seen', since) }}) as observed
    left join (select * from {{ expectations }} as kept where {{ flywheel._from_then_on('kept', since) }}) as learned
        on observed.series_id = learned.series_id and observed.period_start = learned.period_start
    where learned.series_id is null
{% endmacro %}


{% macro _unlearned_periods(observations, expectations, since) %}
    {#- The periods in which something was not learned, and of how many hours the longest of them is. -#}
    select
        unlearned.period_start,
        max({{ flywheel._hours_of_a_period('unlearned.period') }}) as hours
    from ({{ flywheel._unlearned(observations, expectations, since) }}) as unlearned
    group by unlearned.period_start
    order by unlearned.period_start
{% endmacro %}


{% macro _unlearned_size(observations, expectations, since) %}
    {#- How many rows the series have in which something was not learned. -#}
    with unlearned as (
        {{ flywheel._unlearned(observations, expectations, since) }}
    )

    select sum(sizes.size) as size
    from (
        select count(*) as size from unlearned
        union all
        select count(*) as size from {{ expectations }} as learned
        where learned.series_id in (select unlearned.series_id from unlearned)
    ) as sizes
{% endmacro %}


{% macro _unlearned_series(observations, expectations, since) -%}
    (
        select observed.*
        from {{ observations }} as observed
        where series_id in (
            select unlearned.series_id
            from ({{ flywheel._unlearned(observations, expectations, since) }}) as unlearned
        )
    )
{%- endmacro %}


{% macro _unlearned_in(observations, expectations, period_start) -%}
    {%- set moment = flywheel._moment(period_start) -%}
    (
        select observed.*
        from {{ observations }} as observed
        left join {{ expectations }} as learned
            on
                observed.series_id = learned.series_id
                and observed.period_number = learned.period_number
                and learned.period_start = {{ moment }}
        where observed.period_start = {{ moment }} and learned.series_id is null
    )
{%- endmacro %}


{% macro _learned_at_once(observations, series, policies) %}
    {#- Of whole series, what was not learned before. -#}
    {%- set columns = flywheel._kept_columns() -%}
    insert into {{ this }} ({{ columns | join(', ') }})
    select learned.{{ columns | join(', learned.') }}
    from ({{ flywheel.expectations(observations, series, none, policies) }}) as learned
    left join {{ this }} as known
        on learned.series_id = known.series_id and learned.period_number = known.period_number
    where known.series_id is null
{% endmacro %}


{% macro _learned_from(observations, series, period_start, hours, policies) %}
    {#- One period, of at most so many hours, from as many of those before as anything looks back. -#}
    {%- set columns = flywheel._kept_columns() -%}
    {%- set past = namespace(relation='remembered', reach=1) -%}
    {%- set expectations = flywheel.expectations(observations, series, past, policies) -%}
    insert into {{ this }} ({{ columns | join(', ') }})
    with remembered {{ flywheel._as_source() }} (
        select * from {{ this }} as kept
        where kept.period_start < {{ flywheel._moment(period_start) }}
        {%- if hours * past.reach < 24 * 36525 %} {#- a century, which is all of it #}
            and {{ flywheel._from_then_on('kept', period_start - modules.datetime.timedelta(hours=hours * past.reach)) }}
        {%- endif %}
    )

    select {{ columns | join(', ') }}
    from ({{ expectations }}) as learned
{% endmacro %}


{% macro _kept_columns() %}
    {{ return(flywheel._seen_columns() + flywheel._learned_columns().keys() | list + ['settings', 'learned_at']) }}
{% endmacro %}
