{% macro baseline_rate(observations, past=none, policies=none) %}
    {#- Laney's p' chart (2002) of the periods before: their pooled share, and binomial limits times the mean moving range of the
        standardised shares over 1.128, which takes more or less noise than the binomial's into account. Its degrees of freedom are
        0.62 for each range (Wheeler 1995). For shares: other numbers have no numerator, and no limits. -#}
    {%- for way in flywheel._ways_in_use('rate', ['training_periods'], policies) %}
    select
        {{ flywheel._expectation_columns(['expected', 'lower', 'upper', 'p_value', 'training_size']) | join(',\n        ') }}
    from (
        with taught {{ flywheel._as_step() }} (
            {{ flywheel._taught(observations, 'rate', way, past) }}
        ),

        pooled {{ flywheel._as_step() }} (
            {{ flywheel._look_back('taught', {
                'cases': ['sum', flywheel._teaches_share('numerator'), way.training_periods, 1],
                'samples': ['sum', flywheel._teaches_share('cast(sample_size as ' ~ flywheel._type_double() ~ ')'), way.training_periods, 1],
                'training_size': ['count', flywheel._teaches_share('numerator'), way.training_periods, 1],
            }, past) }}
        ),

        standards {{ flywheel._as_step() }} (
            select
                *,
                cases / nullif(samples, 0) as expected,
                -- where there was no case, or nothing else, as if there had been half of one
                sqrt(
                    (cases + case when cases = 0 then 0.5 when cases = samples then -0.5 else 0 end)
                    * (samples - cases + case when cases = 0 then -0.5 when cases = samples then 0.5 else 0 end)
                ) / nullif(samples, 0) as standard
            from pooled
        ),

        {#- each period beside those it is judged by -#}
        standardised {{ flywheel._as_step() }} (
            select
                standards.series_id,
                standards.period_number,
                history.period_number as history_number,
                (history.numerator / history.sample_size - standards.expected) * sqrt(history.sample_size) / standards.standard as z
            from standards
            inner join (
                select series_id, period_number, numerator, sample_size
                from {{ past.relation if past else 'taught' }} as history
                where known_event is null and numerator is not null and sample_size > 0
            ) as history
                on
                    standards.series_id = history.series_id
                    and history.period_number between standards.period_number - {{ way.training_periods }} and standards.period_number - 1
        ),

        ranges {{ flywheel._as_step() }} (
            select
                series_id,
                period_number,
                avg(moving_range) as mean_range,
                count(moving_range) as ranges
            from (
                select
                    series_id,
                    period_number,
                    abs(z - lag(z) over (partition by series_id, period_number order by history_number)) as moving_range
                from standardised
            ) as moved
            group by series_id, period_number
        ),

        spreads {{ flywheel._as_step() }} (
            select
                standards.*,
                standards.value - standards.expected as distance,
                standards.standard * ranges.mean_range / 1.128
                * sqrt(1.0 / nullif(standards.sample_size, 0) + 1.0 / standards.samples) as spread,
                0.62 * ranges.ranges as freedom
            from standards
            left join ranges
                on standards.series_id = ranges.series_id and standards.period_number = ranges.period_number
        ),

        {{ flywheel._t_limits('spreads') }}

        select * from judged where period_start is not null
    ) as rate_{{ loop.index }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}


{% macro _teaches_share(column) -%}
    case when known_event is null and numerator is not null and sample_size > 0 then {{ column }} end
{%- endmacro %}
