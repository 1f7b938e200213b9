{% macro _measure_expressions(name, definition, period_end) %}
    {#- The aggregates of one named metric: {value | numerator | failing, sample_size}. A measure without a value is a ratio:
        numerator, or sample_size without the failing, over sample_size. What else a measure may say:
        by, where, margins: its aggregates are over groups of equal values (see _group_of)
        centre: an expression whose mean it needs, where it says flywheel_centre
        before: {column, order_by, within, where}, the value of the row before, where it says flywheel_value_before
        below, above: a condition for the rows that make the value low, or high; or repeated, lowest, highest (see _rows_at_fault)
        A user's own measure is a macro measure_<name> in the user's project. -#}
    {%- set definition = {'measure': definition} if definition is string else definition -%}
    {%- set arguments = {} -%}
    {%- for key, value in definition.items() if key != 'measure' -%}
        {%- do arguments.update({key: value}) -%}
    {%- endfor -%}
    {%- set known = flywheel.measures() -%}
    {%- set measure = definition.get('measure') -%}
    {%- if measure in known -%}
        {%- for needed in known[measure]['needs'] if arguments.get(needed) is none -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: metric '" ~ name ~ "' (" ~ measure ~ ") lacks the argument '" ~ needed ~ "'."
            ) }}
        {%- endfor -%}
        {%- set allowed = known[measure]['needs'] + known[measure]['may'] -%}
        {%- for key in arguments if key not in allowed -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: metric '" ~ name ~ "' (" ~ measure ~ ") has no argument '" ~ key ~ "'. It takes: "
                ~ allowed | join(', ') ~ "."
            ) }}
        {%- endfor -%}
    {%- elif ('measure_' ~ measure) not in context -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: metric '" ~ name ~ "' asks for the measure '" ~ measure ~ "', which does not exist. Measures: "
            ~ known.keys() | join(', ') ~ ", or a macro measure_" ~ measure ~ " of your own."
        ) }}
    {%- endif -%}
    {%- set given = {'until': period_end, 'centre': 'flywheel_centre'} -%}
    {%- for key in known.get(measure, {}).get('given', []) -%}
        {%- do arguments.update({key: given[key]}) -%}
    {%- endfor -%}
    {{ return(flywheel._call_measure(measure, arguments)) }}
{% endmacro %}


{% macro _call_measure(measure, arguments) %}
    {#- Written out, because inside a generic test dbt only knows the macros that it can see called. -#}
    {%- if measure == 'row_count' -%} {{ return(flywheel.measure_row_count(**arguments)) }}
    {%- elif measure == 'duplicate_rows' -%} {{ return(flywheel.measure_duplicate_rows(**arguments)) }}
    {%- elif measure == 'completeness' -%} {{ return(flywheel.measure_completeness(**arguments)) }}
    {%- elif measure == 'compliance' -%} {{ return(flywheel.measure_compliance(**arguments)) }}
    {%- elif measure == 'rule' -%} {{ return(flywheel.measure_rule(**arguments)) }}
    {%- elif measure == 'pattern_match' -%} {{ return(flywheel.measure_pattern_match(**arguments)) }}
    {%- elif measure == 'type_share' -%} {{ return(flywheel.measure_type_share(**arguments)) }}
    {%- elif measure == 'value_share' -%} {{ return(flywheel.measure_value_share(**arguments)) }}
    {%- elif measure == 'most_common_share' -%} {{ return(flywheel.measure_most_common_share(**arguments)) }}
    {%- elif measure == 'zero_share' -%} {{ return(flywheel.measure_zero_share(**arguments)) }}
    {%- elif measure == 'negative_share' -%} {{ return(flywheel.measure_negative_share(**arguments)) }}
    {%- elif measure == 'distinct_count' -%} {{ return(flywheel.measure_distinct_count(**arguments)) }}
    {%- elif measure == 'approx_distinct_count' -%} {{ return(flywheel.measure_approx_distinct_count(**arguments)) }}
    {%- elif measure == 'distinctness' -%} {{ return(flywheel.measure_distinctness(**arguments)) }}
    {%- elif measure == 'uniqueness' -%} {{ return(flywheel.measure_uniqueness(**arguments)) }}
    {%- elif measure == 'unique_value_ratio' -%} {{ return(flywheel.measure_unique_value_ratio(**arguments)) }}
    {%- elif measure == 'entropy' -%} {{ return(flywheel.measure_entropy(**arguments)) }}
    {%- elif measure == 'mutual_information' -%} {{ return(flywheel.measure_mutual_information(**arguments)) }}
    {%- elif measure == 'mean' -%} {{ return(flywheel.measure_mean(**arguments)) }}
    {%- elif measure == 'sum' -%} {{ return(flywheel.measure_sum(**arguments)) }}
    {%- elif measure == 'ratio_of_sums' -%} {{ return(flywheel.measure_ratio_of_sums(**arguments)) }}
    {%- elif measure == 'min' -%} {{ return(flywheel.measure_min(**arguments)) }}
    {%- elif measure == 'max' -%} {{ return(flywheel.measure_max(**arguments)) }}
    {%- elif measure == 'stddev' -%} {{ return(flywheel.measure_stddev(**arguments)) }}
    {%- elif measure == 'skewness' -%} {{ return(flywheel.measure_skewness(**arguments)) }}
    {%- elif measure == 'kurtosis' -%} {{ return(flywheel.measure_kurtosis(**arguments)) }}
    {%- elif measure == 'correlation' -%} {{ return(flywheel.measure_correlation(**arguments)) }}
    {%- elif measure == 'quantile' -%} {{ return(flywheel.measure_quantile(**arguments)) }}
    {%- elif measure == 'approx_quantile' -%} {{ return(flywheel.measure_approx_quantile(**arguments)) }}
    {%- elif measure == 'iqr' -%} {{ return(flywheel.measure_iqr(**arguments)) }}
    {%- elif measure == 'min_length' -%} {{ return(flywheel.measure_min_length(**arguments)) }}
    {%- elif measure == 'max_length' -%} {{ return(flywheel.measure_max_length(**arguments)) }}
    {%- elif measure == 'mean_length' -%} {{ return(flywheel.measure_mean_length(**arguments)) }}
    {%- elif measure == 'sortedness' -%} {{ return(flywheel.measure_sortedness(**arguments)) }}
    {%- elif measure == 'missing_steps' -%} {{ return(flywheel.measure_missing_steps(**arguments)) }}
    {%- elif measure == 'freshness' -%} {{ return(flywheel.measure_freshness(**arguments)) }}
    {%- elif measure == 'lateness' -%} {{ return(flywheel.measure_lateness(**arguments)) }}
    {%- else -%} {{ return(context['measure_' ~ measure](**arguments)) }}
    {%- endif -%}
{% endmacro %}
