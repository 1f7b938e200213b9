{% macro series(measurements, policies, known=none) %}
    {#- One row per series, which is one line on a chart: what it is of, what kind of number it is, and how it is judged. `known`: the
        rows so far, a relation, of which what is final is kept and not read again. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- set from = flywheel._looked_through_from(known, 'newest_period_start') if known else none -%}
    {%- if from and run_query(flywheel._unknown_series(measurements, known, from)).rows -%} {%- set from = none -%} {%- endif -%}
    with {{ 'found_lately' if from else 'found' }} as (
        select
            {{ flywheel._series_id('measurements') }} as series_id,
            from_model,
            subject_type,
            subject,
            metric,
            segment_by,
            segment,
            period,
            min(period_start) as first_period_start,
            max(period_start) as newest_period_start,
            case
                when count(numerator) > 0 and min(numerator) >= 0 and min(sample_size - numerator) >= 0 then 'share'
                when min(case when value = sample_size then 1 when {{ flywheel._finite('value') }} is not null then 0 end) = 1 then 'count'
                else 'real'
            end as kind
        from {{ measurements }} as measurements
        where {{ flywheel._from_then_on('measurements', from) }}
        group by from_model, subject_type, subject, metric, segment_by, segment, period
    ),
    {%- if from %}

    known as (
        select * from {{ known }} as known
        where first_period_start < {{ flywheel._moment(from) }}
    ),

    {#- what is final of a series says when it began and what kind of number it is -#}
    found as (
        select
            {%- for column in ['series_id', 'from_model', 'subject_type', 'subject', 'metric', 'segment_by', 'segment', 'period'] %}
            coalesce(found_lately.{{ column }}, known.{{ column }}) as {{ column }},
            {%- endfor %}
            coalesce(known.first_period_start, found_lately.first_period_start) as first_period_start,
            coalesce(found_lately.newest_period_start, known.newest_period_start) as newest_period_start,
            coalesce(known.kind, found_lately.kind) as kind
        from found_lately
        full outer join known on found_lately.series_id = known.series_id
    ),
    {%- endif %}

    judged_by as (
        select
            found.*
            {%- for column in flywheel._policy_columns() %},
            coalesce(policy.{{ column }}, default_policy.{{ column }}) as {{ 'set_' if column in ('method', 'season') }}{{ column }}
            {%- endfor %}
        from found
        left join {{ policies }} as policy
            on found.from_model = policy.from_model and found.metric = policy.metric
        left join {{ policies }} as default_policy
            on found.from_model = default_policy.from_model and default_policy.metric is null
    )

    select
        {%- for column in flywheel._series_columns() %}
        {%- if column == 'method' %}
        case when set_method = 'auto' then 'seasonal' else set_method end as method
        {%- elif column == 'season' %}
        {{ flywheel._season_of('set_season', 'period') }} as season
        {%- elif column == 'min_history' %}
        -- a method that learns from fewer periods than that is judged as soon as it has those
        case
            when set_method in ('auto', 'seasonal', 'fixed', 'reference') or min_history <= training_periods then min_history
            else training_periods
        end as min_history
        {%- elif column == 'reference_series_id' %}
        case when reference_segment is not null then {{ flywheel._series_id('judged_by', 'reference_segment') }} end as reference_series_id
        {%- elif column == 'settings' %}
        {{ flywheel._text_of(['period', 'kind', 'set_method', 'set_season', 'direction', 'false_alarms_per_year', 'min_effect',
            'hard_min', 'hard_max', 'training_periods', 'ago', 'reference_from', 'reference_to', 'reference_segment']) }} as settings
        {%- else %}
        {{ column }}
        {%- endif %}{{ ',' if not loop.last }}
        {%- endfor %}
    from judged_by
{% endmacro %}


{% macro _unknown_series(measurements, known, from) %}
    {#- The metrics, and ways of splitting them, that are measured from `from` on and of which there was no series. -#}
    select
        measurements.from_model,
        measurements.subject_type,
        measurements.subject,
        measurements.metric,
        measurements.segment_by,
        measurements.period
    from {{ measurements }} as measurements
    where {{ flywheel._from_then_on('measurements', from) }}
    {{ dbt.except() }}
    select
        from_model,
        subject_type,
        subject,
        metric,
        segment_by,
        period
    from {{ known }}
{% endmacro %}


{% macro _series_columns() %}
    {#- What series() gives, in order. -#}
    {{ return([
        'series_id', 'from_model', 'subject_type', 'subject', 'metric', 'segment_by', 'segment', 'period', 'kind', 'first_period_start',
        'newest_period_start', 'settings', 'reference_series_id',
    ] + flywheel._policy_columns().keys() | list) }}
{% endmacro %}


{% macro _series_id(relation, segment='segment') -%}
    {#- One text for what one line on a chart is: subject_type, subject, metric, segment_by, segment. -#}
    {%- set columns = [] -%}
    {%- for column in ['subject_type', 'subject', 'metric', 'segment_by', segment] -%}
        {%- do columns.append(relation ~ '.' ~ column) -%}
    {%- endfor -%}
    {{ flywheel._text_of(columns) }}
{%- endmacro %}


{% macro _are_of_one_series(one, other) -%}
    {#- Whether rows have the same _series_id, which is long to write down for each of millions of rows. -#}
    {%- for column in ['subject_type', 'subject', 'metric', 'segment_by', 'segment'] %}
    coalesce(cast({{ one }}.{{ column }} as {{ dbt.type_string() }}), '') = coalesce(cast({{ other }}.{{ column }} as {{ dbt.type_string() }}), '')
    and ({{ one }}.{{ column }} is null) = ({{ other }}.{{ column }} is null)
    {{ 'and' if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{% macro _text_of(expressions) -%}
    {%- set parts = [] -%}
    {%- for expression in expressions -%}
        {%- set text = "cast(" ~ expression ~ " as " ~ dbt.type_string() ~ ")" -%}
        {%- do parts.append("coalesce(case " ~ text ~ " when '-' then '%2D' else replace(replace(" ~ text ~ ", '%', '%25'), '|', '%7C') end, '-')") -%}
    {%- endfor -%}
    {{ parts | join(" || '|' || ") }}
{%- endmacro %}
