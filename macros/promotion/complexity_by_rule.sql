{% macro _complexity_by_rule(candidate) -%}
    {#- The complexity that `flywheel_complexities` gives a candidate by its name: that of the longest pattern it is like, in any case, as a
        mapping has no order that could be relied on. -#}
    {%- set rules = var('flywheel_complexities', {}) -%}
    {%- if rules is not mapping or rules.values() | reject('integer') | list -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var flywheel_complexities is " ~ rules ~ "; wanted whole numbers by pattern, as {'logistic%': 1}."
        ) }}
    {%- endif -%}
    {%- set longest_first = [] -%}
    {%- for pattern in rules -%} {%- do longest_first.append([-(pattern | length), pattern]) -%} {%- endfor -%}
    {%- if rules -%}
    case
        {%- for _, pattern in longest_first | sort %}
        when lower({{ candidate }}) like {{ dbt.string_literal(dbt.escape_single_quotes(pattern | lower)) }} then {{ rules[pattern] }}
        {%- endfor %}
    end
    {%- else -%} cast(null as {{ flywheel._contract_type('int') }}) {%- endif -%}
{%- endmacro %}
