{% macro _measure_expressions(name, definition, period_end) %}
    {#- The aggregates of one named metric: {value | numerator, sample_size}. A measure without a value is a ratio,
        numerator over sample_size. A user's own measure is a macro default__measure_<name> in the user's project. -#}
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
    {%- elif ('default__measure_' ~ measure) not in context -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: metric '" ~ name ~ "' asks for the measure '" ~ measure ~ "', which does not exist. Measures: "
            ~ known.keys() | join(', ') ~ ", or a macro default__measure_" ~ measure ~ " of your own."
        ) }}
    {%- endif -%}
    {%- if measure == 'freshness' -%}
        {%- do arguments.update({'until': period_end}) -%}
    {%- endif -%}
    {#- dbt reads a literal adapter.dispatch() ahead of rendering, and stops on a computed name: hence the alias. -#}
    {%- set dispatch = adapter.dispatch -%}
    {{ return(dispatch('measure_' ~ measure, 'flywheel')(**arguments)) }}
{% endmacro %}
