{% macro _expectations(columns, rows, table) %}
    {#- The expectations of the YAML as a flat list, see _expectation. -#}
    {%- if columns is not mapping or table is not mapping or rows is mapping or rows is string or rows is not iterable -%}
        {{ flywheel._refuse_layout(columns, rows, table) }}
    {%- endif -%}
    {%- set known = flywheel.measures() -%}
    {%- set checks = [] -%}
    {%- for measure, settings in table.items() -%}
        {%- do checks.extend(flywheel._expectations_of(measure, none, settings, known)) -%}
    {%- endfor -%}
    {%- for column, measures in columns.items() -%}
        {%- if measures is not mapping -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: meets_expectations: column '" ~ column ~ "' is " ~ measures
                ~ ", wanted checks by name, as in {not_null: true, mean: {max: 60}}."
            ) }}
        {%- endif -%}
        {%- for measure, settings in measures.items() -%}
            {%- do checks.extend(flywheel._expectations_of(measure, column, settings, known)) -%}
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


{% macro _expectations_of(measure, column, settings, known) %}
    {#- What the YAML says under one measure: one expectation, or a list of them. -#}
    {%- if measure in ('not_null', 'unique', 'accepted_values', 'in_range') -%}
        {{ return([flywheel._short_expectation(measure, column, settings)]) }}
    {%- elif measure == 'histogram' -%}
        {{ return(flywheel._histogram_expectations(column, settings)) }}
    {%- elif measure not in known -%}
        {{ flywheel._refuse_measure(measure, column, known) }}
    {%- endif -%}
    {%- set arguments = {} if column is none else {'column': column} -%}
    {%- set is_list = settings is sequence and settings is not string and settings is not mapping -%}
    {%- set checks = [] -%}
    {%- for one in (settings if is_list else [settings]) -%}
        {%- do checks.append(flywheel._expectation(measure, arguments, one, told_apart=is_list)) -%}
    {%- endfor -%}
    {{ return(checks) }}
{% endmacro %}


{% macro _refuse_layout(columns, rows, table) %}
    {%- set layouts = [
        ('columns', columns, columns is mapping, 'checks by column, as in {tailnum: {not_null: true}}'),
        ('table', table, table is mapping, 'checks by name, as in {row_count: {min: 1}}'),
        ('rows', rows, false, 'a list of rules, as in [{name: it_arrives_later, condition: "arrived_at > departed_at"}]'),
    ] -%}
    {%- for name, given, is_fine, wanted in layouts if not is_fine -%}
        {{ exceptions.raise_compiler_error("flywheel: meets_expectations: " ~ name ~ " is " ~ given ~ ", wanted " ~ wanted ~ ".") }}
    {%- endfor -%}
{% endmacro %}


{% macro _refuse_measure(measure, column, known) %}
    {{ exceptions.raise_compiler_error(
        "flywheel: meets_expectations: '" ~ measure ~ (' of ' ~ column if column) ~ "' asks for the measure '" ~ measure
        ~ "', which does not exist. Wanted a short form (not_null, unique, accepted_values, in_range), histogram or a measure: " ~ known.keys() | join(', ') ~ "."
    ) }}
{% endmacro %}
