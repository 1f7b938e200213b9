{% macro policy_settings() %}
    {#- Every setting of a policy: its contract type, its default, and the values it may take. -#}
    {{ return({
        'method': {'type': 'str', 'default': 'auto', 'allowed': ['auto'] + flywheel.baseline_methods()},
        'direction': {'type': 'str', 'default': 'both', 'allowed': ['down', 'up', 'both']},
        'false_alarms_per_year': {'type': 'float', 'default': 1},
        'min_effect': {'type': 'float', 'default': 0.05},
        'min_history': {'type': 'int', 'default': 28},
        'min_sample_size': {'type': 'int', 'default': 1},
        'consecutive': {'type': 'int', 'default': 1},
        'delay': {'type': 'int', 'default': 0},
        'grace': {'type': 'int', 'default': 0},
        'season': {'type': 'str', 'default': 'auto', 'allowed': ['auto'] + flywheel.seasons().keys() | list},
        'training_periods': {'type': 'int', 'default': 56},
        'ago': {'type': 'str', 'default': 'period', 'allowed': ['period', 'week', 'year']},
        'reference_from': {'type': 'date', 'default': none},
        'reference_to': {'type': 'date', 'default': none},
        'reference_segment': {'type': 'str', 'default': none},
        'min': {'type': 'float', 'default': none},
        'max': {'type': 'float', 'default': none},
        'target': {'type': 'float', 'default': none},
        'owner': {'type': 'str', 'default': none},
    }) }}
{% endmacro %}


{% macro _policy(settings, holder) %}
    {#- A whole policy: the given settings over the var flywheel_policy over the defaults. `holder` names, in an error,
        who gave them. -#}
    {%- set policy = {} -%}
    {%- for key, setting in flywheel.policy_settings().items() -%}
        {%- do policy.update({key: setting.default}) -%}
    {%- endfor -%}
    {%- do policy.update(flywheel._checked_policy(var('flywheel_policy', {}), 'the var flywheel_policy')) -%}
    {%- do policy.update(flywheel._checked_policy(settings or {}, holder)) -%}
    {%- if policy.method == 'reference' and policy.reference_segment is none and (policy.reference_from is none or policy.reference_to is none) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ holder ~ " sets method to 'reference', which needs reference_from and reference_to, or reference_segment."
        ) }}
    {%- endif -%}
    {%- for date in ['reference_from', 'reference_to'] if policy[date] is not none -%}
        {%- do policy.update({date: policy[date] | string}) -%}
    {%- endfor -%}
    {{ return(policy) }}
{% endmacro %}


{% macro _checked_policy(settings, holder) %}
    {%- set known = flywheel.policy_settings() -%}
    {%- if settings is not mapping -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ holder ~ " is '" ~ settings ~ "', wanted settings by name, as in {method: rate, direction: down}."
        ) }}
    {%- endif -%}
    {%- for key, value in settings.items() -%}
        {%- if key not in known -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: " ~ holder ~ " sets '" ~ key ~ "', which is not a setting. Settings: " ~ known.keys() | join(', ') ~ "."
            ) }}
        {%- endif -%}
        {%- set setting = known[key] -%}
        {%- if setting.allowed is defined and value not in setting.allowed -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: " ~ holder ~ " sets " ~ key ~ " to '" ~ value ~ "', wanted one of " ~ setting.allowed | join(', ') ~ "."
            ) }}
        {%- endif -%}
        {%- if value is not none and not flywheel._is_of_type(value, setting.type) -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: " ~ holder ~ " sets " ~ key ~ " to '" ~ value ~ "', wanted "
                ~ {'int': 'a whole number', 'float': 'a number', 'date': 'a date, as YYYY-MM-DD'}[setting.type] ~ "."
            ) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(settings) }}
{% endmacro %}


{% macro _is_of_type(value, type) %}
    {%- if type == 'date' -%}
        {{ return(modules.re.match('^[0-9]{4}-[0-9]{2}-[0-9]{2}$', value | string) is not none) }}
    {%- endif -%}
    {{ return(type == 'str' or (value is number and value is not boolean and (type == 'float' or value is integer))) }}
{% endmacro %}


{% macro _policy_columns() %}
    {#- The columns that a policy becomes in SQL: {column: contract type}. min and max are SQL functions, hence hard_*. -#}
    {%- set columns = {} -%}
    {%- for key, setting in flywheel.policy_settings().items() -%}
        {%- do columns.update({('hard_' ~ key if key in ('min', 'max') else key): 'str' if setting.type == 'date' else setting.type}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}
