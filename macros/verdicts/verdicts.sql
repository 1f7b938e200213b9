{% macro verdicts(expectations, series) %}
    {#- Every measurement held against what was expected of it, by its policy: pass, warn, fail or not_assessed, and why. Windows
        go over numbers; the texts are put beside them last. -#}
    with numbered_series as (
        select
            *,
            row_number() over (order by series_id) as series_number,
            dense_rank() over (order by from_model, subject_type, subject, metric, period) as metric_number,
            dense_rank() over (order by segment_by) as way_number,
            {{ flywheel._period_number('first_period_start', 'period') }} as first_number
        from {{ series }}
    ),

    placed as (
        select
            {%- for column in flywheel._judging_columns() %}
            series.{{ column }},
            {%- endfor %}
            {%- for column in flywheel._judged_columns() %}
            expectations.{{ column }},
            {%- endfor %}
            expectations.period_number - series.first_number as age
        from {{ expectations }} as expectations
        inner join numbered_series as series on expectations.series_id = series.series_id
    ),

    newest as (
        select
            metric_number,
            max(period_number) as newest_number
        from placed
        group by metric_number
    ),

    dated as (
        select
            placed.*,
            newest.newest_number
        from placed
        inner join newest on placed.metric_number = newest.metric_number
    ),

    assessed as (
        select
            *,
            {{ flywheel._first_that_holds(flywheel._unassessed()) }} as unassessed
        from dated
    ),

    {{ flywheel._false_discoveries('assessed') }},

    breached as (
        select
            *,
            case when unassessed is null then {{ flywheel._first_that_holds(flywheel._breaches()) }} end as breach
        from discovered
    ),

    {{ flywheel._in_a_row('breached') }},

    {{ flywheel._explained('counted', 'numbered_series') }},

    told as (
        select
            *,
            case
                when unassessed is not null then 'not_assessed'
                when breach is null then 'pass'
                when breaches_in_a_row < consecutive or (method = 'xmr' and training_size < 20) then 'warn'
                else 'fail'
            end as verdict,
            {{ flywheel._reason() }} as reason
        from explained
    )

    select
        {%- for column in ['subject_type', 'subject', 'metric', 'segment_by', 'segment'] %}
        series.{{ column }},
        {%- endfor %}
        {%- for column in ['period_start', 'value', 'expected', 'lower', 'upper', 'p_value', 'q_value', 'verdict', 'reason'] %}
        told.{{ column }},
        {%- endfor %}
        series.owner,
        series.method,
        told.sample_size,
        told.training_size,
        told.part_of,
        told.breaches_in_a_row,
        series.series_id,
        series.from_model
    from told
    inner join numbered_series as series on told.series_number = series.series_number
{% endmacro %}


{% macro _judging_columns() %}
    {#- What has to be known of a series to judge its periods: numbers and short words. -#}
    {{ return([
        'series_number', 'metric_number', 'way_number', 'kind', 'method', 'period', 'min_history', 'min_sample_size', 'consecutive',
        'delay', 'grace', 'false_alarms_per_year', 'hard_min', 'hard_max',
    ]) }}
{% endmacro %}


{% macro _judged_columns() %}
    {#- What has to be known of a period to judge it. -#}
    {{ return([
        'period_start', 'period_number', 'value', 'sample_size', 'numerator', 'known_event', 'expected', 'lower', 'upper', 'p_value',
        'training_size', 'signal',
    ]) }}
{% endmacro %}


{% macro _unassessed() %}
    {#- Why a period may be no evidence: [(condition, in words)], of which the first that holds counts; without words, it is. -#}
    {%- set text = flywheel._number_text -%}
    {{ return([
        ('known_event is not null', "'in a known event: ' || known_event"),
        ('period_number > newest_number - delay', "'this period may still change'"),
        ('value is null', "'no value in this period'"),
        ('age < grace', "'in its first ' || " ~ text('grace') ~ " || ' periods'"),
        (
            "sample_size < min_sample_size and kind <> 'count'",
            "'only ' || " ~ text('sample_size') ~ " || ' rows, wanted ' || " ~ text('min_sample_size'),
        ),
        ('hard_min is not null or hard_max is not null', none),
        ("method = 'fixed'", "'no bound is set'"),
        ("method = 'rate' and kind <> 'share'", "'not a share: the method rate needs a numerator'"),
        (
            'training_size < min_history',
            "'only ' || " ~ text('training_size') ~ " || ' earlier periods to learn from, wanted ' || " ~ text('min_history'),
        ),
        (
            "lower is null and upper is null and expected is null and method in ('previous', 'reference')",
            "'nothing to compare it with'",
        ),
        ('lower is null and upper is null', "'too few earlier periods for limits: ' || " ~ text('training_size')),
    ]) }}
{% endmacro %}


{% macro _breaches() %}
    {#- What may be wrong with a period: [(condition, in words)], of which the first that holds counts; without words, nothing is. A
        hard bound is judged always; what was learned, where there is the history that was asked for, and within the budget of
        the metric. On a limit is not beyond it, though the last digit of a sum may say so. -#}
    {%- set text = flywheel._number_text -%}
    {%- set was_expected = " || ', the " ~ '%s' ~ " to be expected; ' || " ~ text('expected') ~ " || ' was expected from ' || "
        ~ text('training_size') ~ " || ' earlier periods'" -%}
    {{ return([
        ('value < hard_min', text('value') ~ " || ' is below ' || " ~ text('hard_min') ~ " || ', the least allowed'"),
        ('value > hard_max', text('value') ~ " || ' is above ' || " ~ text('hard_max') ~ " || ', the most allowed'"),
        ('training_size < min_history or q_value > ' ~ flywheel._budget(), none),
        ("method = 'ewma' and signal is null", none),
        ("method = 'ewma'", 'signal'),
        ('value < lower - 1e-9 * abs(lower)', text('value') ~ " || ' is below ' || " ~ text('lower') ~ was_expected | replace('%s', 'least')),
        ('value > upper + 1e-9 * abs(upper)', text('value') ~ " || ' is above ' || " ~ text('upper') ~ was_expected | replace('%s', 'most')),
        ('signal is not null', 'signal'),
    ]) }}
{% endmacro %}


{% macro _first_that_holds(cases) -%}
    {#- The number, from 1 on, of the first condition that holds; null where none does, or one without words. -#}
    case
        {%- for condition, words in cases %}
        when {{ condition }} then {{ 'null' if words is none else loop.index }}
        {%- endfor %}
    end
{%- endmacro %}


{% macro _in_words(number, cases) -%}
    case {{ number }}
        {%- for condition, words in cases if words is not none %}
        when {{ cases.index((condition, words)) + 1 }} then {{ words }}
        {%- endfor %}
    end
{%- endmacro %}


{% macro _reason() -%}
    case
        when unassessed is not null then {{ flywheel._in_words('unassessed', flywheel._unassessed()) }}
        when breach is null and (value < lower - 1e-9 * abs(lower) or value > upper + 1e-9 * abs(upper))
            then 'outside of its own limits, but not more than chance makes of so many segments'
        when breach is null then 'within what was expected'
        else {{ flywheel._in_words('breach', flywheel._breaches()) }}
            || case when consecutive > 1
                then ' (breach ' || {{ flywheel._number_text('breaches_in_a_row') }} || ' in a row; it fails at '
                    || {{ flywheel._number_text('consecutive') }} || ')'
                else ''
            end
            || coalesce('; ' || explanation, '')
    end
{%- endmacro %}


{% macro _budget() -%}
    {#- The false alarms that one period of a metric may have. -#}
    false_alarms_per_year / {{ flywheel._periods_per_year('period') }}
{%- endmacro %}
