{% macro _expectations(columns, rows, table) %}
    {#- The expectations of the YAML as a flat list, see _expectation. -#}
    {%- set checks = [] -%}
    {%- for measure, settings in table.items() -%}
        {%- do checks.extend(flywheel._expectations_of(measure, none, settings)) -%}
    {%- endfor -%}
    {%- for column, measures in columns.items() -%}
        {%- if measures is not mapping -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: meets_expectations: column '" ~ column ~ "' is " ~ measures
                ~ ", wanted checks by measure, as in {completeness: {min: 0.97}}."
            ) }}
        {%- endif -%}
        {%- for measure, settings in measures.items() -%}
            {%- do checks.extend(flywheel._expectations_of(measure, column, settings)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for given in rows -%}
        {#- a `where` beside a condition says which rows must meet it; alone, it is what all must meet -#}
        {%- set is_alone = given is mapping and given.get('where') and not given.get('condition') -%}
        {%- set rule = dict(given, condition=given.where, where=none) if is_alone else given -%}
        {%- for needed in ['name', 'condition'] if rule is not mapping or not rule.get(needed) -%}
            {{ exceptions.raise_compiler_error("flywheel: meets_expectations: the row rule " ~ rule ~ " lacks '" ~ needed ~ "'.") }}
        {%- endfor -%}
        {%- set settings = {'min': 1} -%}
        {%- do settings.update(rule) -%}
        {%- do checks.append(flywheel._expectation('rule', {}, settings, holds_on_nothing=true)) -%}
    {%- endfor -%}
    {%- if not checks -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations was given nothing to check. Wanted columns, rows or table, as in "
            ~ "columns: {tailnum: {completeness: {min: 0.97}}}."
        ) }}
    {%- endif -%}
    {%- set names = checks | map(attribute='name') | list -%}
    {%- for name in names if names.count(name) > 1 -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations: two expectations are called '" ~ name ~ "'. Give one of them a name of its own, as in "
            ~ "{name: ...}."
        ) }}
    {%- endfor -%}
    {{ return(checks) }}
{% endmacro %}


{% macro _expectations_of(measure, column, settings) %}
    {#- What the YAML says under one measure: one expectation, or a list of them. -#}
    {%- if measure in ('not_null', 'unique', 'accepted_values', 'in_range') -%}
        {{ return([flywheel._short_expectation(measure, column, settings)]) }}
    {%- endif -%}
    {%- set arguments = {} if column is none else {'column': column} -%}
    {%- set is_list = settings is sequence and settings is not string and settings is not mapping -%}
    {%- set checks = [] -%}
    {%- for one in (settings if is_list else [settings]) -%}
        {%- do checks.append(flywheel._expectation(measure, arguments, one, told_apart=is_list)) -%}
    {%- endfor -%}
    {{ return(checks) }}
{% endmacro %}
