{% macro _measure_expressions(name, definition, period_end) %}
    {#- The aggregates of one named metric: {value | numerator, sample_size}. A measure without a value is a ratio,
        numerator over sample_size. A user's own measure is a macro measure_<name> in the user's project. -#}
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
    {%- if measure == 'freshness' -%}
        {%- do arguments.update({'until': period_end}) -%}
    {%- endif -%}
    {{ return(flywheel._call_measure(measure, arguments)) }}
{% endmacro %}


{% macro _call_measure(measure, arguments) %}
    {#- Written out, because inside a generic test dbt only knows the macros that it can see called. -#}
    {%- if measure == 'row_count' -%} {{ return(flywheel.measure_row_count(**arguments)) }}
    {%- elif measure == 'completeness' -%} {{ return(flywheel.measure_completeness(**arguments)) }}
    {%- elif measure == 'distinctness' -%} {{ return(flywheel.measure_distinctness(**arguments)) }}
    {%- elif measure == 'compliance' -%} {{ return(flywheel.measure_compliance(**arguments)) }}
    {%- elif measure == 'mean' -%} {{ return(flywheel.measure_mean(**arguments)) }}
    {%- elif measure == 'min' -%} {{ return(flywheel.measure_min(**arguments)) }}
    {%- elif measure == 'max' -%} {{ return(flywheel.measure_max(**arguments)) }}
    {%- elif measure == 'quantile' -%} {{ return(flywheel.measure_quantile(**arguments)) }}
    {%- elif measure == 'freshness' -%} {{ return(flywheel.measure_freshness(**arguments)) }}
    {%- else -%} {{ return(context['measure_' ~ measure](**arguments)) }}
    {%- endif -%}
{% endmacro %}
