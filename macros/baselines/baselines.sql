{% macro baselines(observations, past=none) %}
    {#- What was to be expected of every observation, by the method of its series. Without `past`, `observations` are whole
        series; with it, one period, and `past` are the rows of this that were there before. -#}
    {{ flywheel.baseline_fixed(observations) }}
    union all
    {{ flywheel.baseline_seasonal(observations, past) }}
{% endmacro %}


{% macro _learned_columns() %}
    {#- What every method gives, {column: contract type}: the public part, and what later periods look back at. -#}
    {{ return(dict(
        {'expected': 'float', 'lower': 'float', 'upper': 'float', 'p_value': 'float', 'training_size': 'int', 'signal': 'str'},
        **flywheel._seasonal_memory()
    )) }}
{% endmacro %}


{% macro _expectation_columns(learned=none) %}
    {#- The columns of a method's select, in order: what was seen, then what is learned. `learned` are those that the
        method has; what it has not is null. -#}
    {%- set columns = flywheel._seen_columns() -%}
    {%- for column, kind in flywheel._learned_columns().items() -%}
        {%- do columns.append(
            column if learned is none or column in learned
            else 'cast(null as ' ~ flywheel._contract_type(kind) ~ ') as ' ~ column
        ) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}
