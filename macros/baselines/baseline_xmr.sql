{% macro baseline_xmr(observations, past=none, policies=none) %}
    {#- Chart of individuals (Shewhart; Wheeler's XmR): the mean of the periods before and 2.66 of their mean moving ranges, and the
        run rules of Western Electric (1956) in `signal`. Its limits are three standard deviations, whatever the budget, so there
        is no p_value. -#}
    {%- for way in flywheel._ways_in_use('xmr', ['training_periods'], policies) %}
    {%- set periods = way.training_periods %}
    select
        {{ flywheel._expectation_columns(['expected', 'lower', 'upper', 'training_size', 'signal', 'moving_range']) | join(',\n        ') }}
    from (
        with taught {{ flywheel._as_step() }} (
            {{ flywheel._taught(observations, 'xmr', way, past) }}
        ),

        {#- the periods before it, one by one, for its moving range and for the run that it may end -#}
        runs {{ flywheel._as_step() }} (
            {%- set before = {} -%}
            {%- for lag in range(1, 8) -%} {%- do before.update({'before_' ~ lag: ['sum', flywheel._teaches(), lag, lag]}) -%} {%- endfor %}
            {{ flywheel._look_back('taught', before, past) }}
        ),

        ranges {{ flywheel._as_step() }} (
            select
                *,
                abs({{ flywheel._teaches() }} - before_1) as moving_range
            from runs
        ),

        learned {{ flywheel._as_step() }} (
            {{ flywheel._look_back('ranges', {
                'expected': ['mean', flywheel._teaches(), periods, 1],
                'mean_range': ['mean', 'moving_range', periods - 1, 1],
                'training_size': ['count', flywheel._teaches(), periods, 1],
            }, past) }}
        ),

        charted {{ flywheel._as_step() }} (
            select
                *,
                {{ flywheel._run_rule() }} as signal,
                case when direction in ('down', 'both') and mean_range is not null
                    then least(expected - 2.66 * mean_range, expected - min_effect * abs(expected))
                end as lower,
                case when direction in ('up', 'both') and mean_range is not null
                    then greatest(expected + 2.66 * mean_range, expected + min_effect * abs(expected))
                end as upper
            from learned
        )

        select * from charted where period_start is not null
    ) as xmr_{{ loop.index }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}


{% macro _run_rule() -%}
    {#- The first run rule that a period breaks together with those before it, in words; null where none is broken. A period that is
        missing is on neither side. 1.128 is the mean range of two normal values in standard deviations. -#}
    {%- set rules = [(2, 3, 2), (4, 5, 1), (8, 8, 0)] -%}
    case
        {%- for side, sign in [('below', '-1'), ('above', '1')] %}
        {%- for number, of, beyond in rules %}
        when
            direction in ({{ "'down'" if side == 'below' else "'up'" }}, 'both')
            and {{ sign }} * (value - expected) > {{ beyond }} * mean_range / 1.128
            and abs(value - expected) >= min_effect * abs(expected)
            and 1
            {%- for lag in range(1, of) %}
            + case when {{ sign }} * (before_{{ lag }} - expected) > {{ beyond }} * mean_range / 1.128 then 1 else 0 end
            {%- endfor %} >= {{ number }}
            then '{{ number }} of the last {{ of }} periods are {{ side }} ' || {{ flywheel._number_text(
                'expected' ~ (' ' ~ ('-' if side == 'below' else '+') ~ ' ' ~ beyond ~ ' * mean_range / 1.128' if beyond else '')
            ) }} || '{{ ', the mean' if beyond == 0 else ', ' ~ beyond ~ ' standard deviation' ~ ('s' if beyond > 1 else '') ~ ' from the mean' }}'
        {%- endfor %}
        {%- endfor %}
    end
{%- endmacro %}
