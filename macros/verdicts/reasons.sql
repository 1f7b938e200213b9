{% macro _unassessed() %}
    {#- Why a period may be no evidence: [(condition, in words)], of which the first that holds counts; without words, it is. -#}
    {%- set text = flywheel._number_text -%}
    {{ return([
        ('known_event is not null', "'in a known event: ' || known_event"),
        ('period_number > newest_number - delay', "'this period may still change'"),
        ('value is null', "'no value in this period'"),
        ('age < grace', "'in its first ' || " ~ flywheel._counted('grace', 'period')),
        (
            "sample_size < min_sample_size and kind <> 'count'",
            "'only ' || " ~ flywheel._counted('sample_size', 'row') ~ " || ', wanted ' || " ~ text('min_sample_size'),
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
