{% macro _complexity_by_rule(candidate) -%}
    {#- The complexity that `flywheel_complexities` gives a candidate by its name: that of the first pattern it is like, in any case. -#}
    {%- set rules = var('flywheel_complexities', {}) -%}
    {%- if rules is not mapping or rules.values() | reject('integer') | list -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var flywheel_complexities is " ~ rules ~ "; wanted whole numbers by pattern, as {'logistic%': 1}."
        ) }}
    {%- endif -%}
    {%- if rules -%}
    case
        {%- for pattern, complexity in rules.items() %}
        when lower({{ candidate }}) like {{ dbt.string_literal(dbt.escape_single_quotes(pattern | lower)) }} then {{ complexity }}
        {%- endfor %}
    end
    {%- else -%} cast(null as {{ flywheel._contract_type('int') }}) {%- endif -%}
{%- endmacro %}
