{% macro baselines(observations, past=none, policies=none) %}
    {#- What was to be expected of every observation, by the method of its series. Without `past`, `observations` are whole
        series; with it, one period, and `past` the rows of this that were there before. -#}
    {%- set methods = [
        flywheel.baseline_fixed(observations),
        flywheel.baseline_previous(observations, past, policies),
        flywheel.baseline_rolling(observations, past, policies),
        flywheel.baseline_seasonal(observations, past, policies),
        flywheel.baseline_xmr(observations, past, policies),
        flywheel.baseline_rate(observations, past, policies),
        flywheel.baseline_ewma(observations, past, policies),
        flywheel.baseline_reference(observations, past, policies),
    ] -%}
    {{ methods | map('trim') | select | join('\nunion all\n') }}
{% endmacro %}


{% macro _learned_columns() %}
    {#- What every method gives, {column: contract type}: the public part, and what later periods look back at. -#}
    {{ return(dict(
        {'expected': 'float', 'lower': 'float', 'upper': 'float', 'p_value': 'float', 'training_size': 'int', 'signal': 'str'},
        **flywheel._remembered_columns()
    )) }}
{% endmacro %}


{% macro _remembered_columns() %}
    {#- What later periods look back at: {column: contract type}. -#}
    {%- set columns = {} -%}
    {%- for column in flywheel._seasonal_memory() + ['moving_range'] -%} {%- do columns.update({column: 'float'}) -%} {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}


{% macro _expectation_columns(learned=none) %}
    {#- The columns of a method's select, in order: what was seen, then what is learned. `learned` are those that the
        method has; what it has not is null. -#}
    {%- set columns = flywheel._seen_columns() -%}
    {%- for column, kind in flywheel._learned_columns().items() -%}
        {%- do columns.append(
            column if column in learned else 'cast(null as ' ~ flywheel._contract_type(kind) ~ ') as ' ~ column
        ) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}
