{% macro _measure_expressions(definition, period_end) %}
    {#- The aggregates of one metric: {value | numerator, sample_size}. A measure without a value is a ratio: numerator over
        sample_size. What else a measure may say:
        by, where, margins: its aggregates are over groups of equal values (see _with_columns)
        centre: an expression whose mean it needs, where it says flywheel_centre
        before: {column, order_by, within, where}, the value of the row before, where it says flywheel_value_before
        below, above: a condition for the rows that make the value low, or high; of rows counted over equal values of the columns
        `repeated` if it says so, of which rows_like_this are in a table
        lowest, highest: instead, an expression that is beyond the bound there
        A user's own measure is a macro measure_<name> in the user's project. -#}
    {%- set arguments = {'measure': definition} if definition is string else dict(definition) -%}
    {%- set measure = 'measure_' ~ arguments.pop('measure') -%}
    {%- if measure == 'measure_freshness' -%} {%- do arguments.update({'until': period_end or flywheel._now()}) -%}
    {%- elif measure in ('measure_skewness', 'measure_kurtosis') -%} {%- do arguments.update({'centre': 'flywheel_centre'}) -%}
    {%- elif false -%} {{ flywheel._seen_measures() }}
    {%- endif -%}
    {{ return((flywheel[measure] or context[measure])(**arguments)) }}
{% endmacro %}


{% macro _check_metrics(metrics) %}
    {#- Whether each metric asks for a measure that there is, with the arguments that it takes. -#}
    {%- set known = flywheel.measures() -%}
    {%- for name, definition in metrics.items() -%}
        {%- set arguments = {'measure': definition} if definition is string else dict(definition) -%}
        {%- set measure = arguments.pop('measure', none) -%}
        {%- set takes = known.get(measure) -%}
        {%- if takes -%}
            {%- for needed in takes.needs if arguments.get(needed) is none -%}
                {{ exceptions.raise_compiler_error(
                    "flywheel: metric '" ~ name ~ "' (" ~ measure ~ ") lacks the argument '" ~ needed ~ "'."
                ) }}
            {%- endfor -%}
            {%- for key in arguments if key not in takes.needs and key not in takes.may -%}
                {{ exceptions.raise_compiler_error(
                    "flywheel: metric '" ~ name ~ "' (" ~ measure ~ ") has no argument '" ~ key ~ "'. It takes: "
                    ~ (takes.needs + takes.may) | join(', ') ~ "."
                ) }}
            {%- endfor -%}
        {%- elif ('measure_' ~ measure) not in context -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: metric '" ~ name ~ "' asks for the measure '" ~ measure ~ "', which does not exist. Measures: "
                ~ known.keys() | join(', ') ~ ", or a macro measure_" ~ measure ~ " of your own."
            ) }}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}


{% macro _seen_measures() %}
    {#- Never run. Inside a generic test dbt knows only the macros that it can see called, and it sees these here. -#}
    {%- do flywheel.measure_row_count() -%}
    {%- do flywheel.measure_duplicate_rows() -%}
    {%- do flywheel.measure_completeness() -%}
    {%- do flywheel.measure_compliance() -%}
    {%- do flywheel.measure_rule() -%}
    {%- do flywheel.measure_pattern_match() -%}
    {%- do flywheel.measure_type_share() -%}
    {%- do flywheel.measure_value_share() -%}
    {%- do flywheel.measure_most_common_share() -%}
    {%- do flywheel.measure_zero_share() -%}
    {%- do flywheel.measure_negative_share() -%}
    {%- do flywheel.measure_distinct_count() -%}
    {%- do flywheel.measure_approx_distinct_count() -%}
    {%- do flywheel.measure_distinctness() -%}
    {%- do flywheel.measure_uniqueness() -%}
    {%- do flywheel.measure_unique_value_ratio() -%}
    {%- do flywheel.measure_entropy() -%}
    {%- do flywheel.measure_mutual_information() -%}
    {%- do flywheel.measure_mean() -%}
    {%- do flywheel.measure_sum() -%}
    {%- do flywheel.measure_ratio_of_sums() -%}
    {%- do flywheel.measure_min() -%}
    {%- do flywheel.measure_max() -%}
    {%- do flywheel.measure_stddev() -%}
    {%- do flywheel.measure_skewness() -%}
    {%- do flywheel.measure_kurtosis() -%}
    {%- do flywheel.measure_correlation() -%}
    {%- do flywheel.measure_quantile() -%}
    {%- do flywheel.measure_approx_quantile() -%}
    {%- do flywheel.measure_iqr() -%}
    {%- do flywheel.measure_min_length() -%}
    {%- do flywheel.measure_max_length() -%}
    {%- do flywheel.measure_mean_length() -%}
    {%- do flywheel.measure_sortedness() -%}
    {%- do flywheel.measure_missing_steps() -%}
    {%- do flywheel.measure_freshness() -%}
    {%- do flywheel.measure_lateness() -%}
{% endmacro %}
