{% macro _expectations(columns, rows, table) %}
    {#- The expectations of the YAML as a flat list, see _expectation. What is wrong with them is looked for while dbt parses, and not
        again when it runs: making Python of a macro, at its first call, takes longer than all its calls. -#}
    {%- if not execute -%} {%- do flywheel._check_layout(columns, rows, table) -%} {%- endif -%}
    {%- set checks = [] -%}
    {%- for column, measures in [(none, table)] + columns.items() | list -%}
        {%- set arguments = {'column': column} if column else {} -%}
        {%- for measure, settings in measures.items() -%}
            {%- if measure in ('not_null', 'unique', 'accepted_values', 'in_range') -%}
                {%- do checks.append(flywheel._short_expectation(measure, column, settings)) -%}
            {%- elif measure == 'histogram' -%}
                {%- do checks.extend(flywheel._histogram_expectations(column, settings)) -%}
            {%- else -%}
                {%- set several = settings is sequence and settings is not mapping and settings is not string -%}
                {%- for one in (settings if several else [settings]) -%}
                    {%- do checks.append(flywheel._expectation(measure, arguments, one, told_apart=several)) -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for rule in rows -%} {%- do checks.append(flywheel._row_rule(rule)) -%} {%- endfor -%}
    {%- if not execute -%} {%- do flywheel._check_expectations(checks) -%} {%- endif -%}
    {{ return(checks) }}
{% endmacro %}


{% macro _row_rule(rule) %}
    {#- A `where` beside a condition says which rows must meet it; alone, it is what all must meet. -#}
    {%- if rule is mapping and rule.get('where') and not rule.get('condition') -%}
        {%- set rule = dict(rule, condition=rule.where, where=none) -%}
    {%- endif -%}
    {%- for needed in ['name', 'condition'] if rule is not mapping or not rule.get(needed) -%}
        {{ exceptions.raise_compiler_error("flywheel: meets_expectations: the row rule " ~ rule ~ " lacks '" ~ needed ~ "'.") }}
    {%- endfor -%}
    {%- set settings = {'min': 1} -%}
    {%- do settings.update(rule) -%}
    {{ return(flywheel._expectation('rule', {}, settings, holds_on_nothing=true)) }}
{% endmacro %}


{% macro _check_layout(columns, rows, table) %}
    {#- Whether columns, table and rows are laid out as they should be, and name what there is. -#}
    {%- set layouts = [
        ('columns', columns, columns is mapping, 'checks by column, as in {tailnum: {not_null: true}}'),
        ('table', table, table is mapping, 'checks by name, as in {row_count: {min: 1}}'),
        ('rows', rows, rows is iterable and rows is not mapping and rows is not string,
            'a list of rules, as in [{name: it_arrives_later, condition: "arrived_at > departed_at"}]'),
    ] -%}
    {%- for name, given, is_fine, wanted in layouts if not is_fine -%}
        {{ exceptions.raise_compiler_error("flywheel: meets_expectations: " ~ name ~ " is " ~ given ~ ", wanted " ~ wanted ~ ".") }}
    {%- endfor -%}
    {%- set known = flywheel.measures() -%}
    {%- for column, measures in [(none, table)] + columns.items() | list -%}
        {%- if measures is not mapping -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: meets_expectations: column '" ~ column ~ "' is " ~ measures
                ~ ", wanted checks by name, as in {not_null: true, mean: {max: 60}}."
            ) }}
        {%- endif -%}
        {%- for measure in measures if measure not in known and measure not in ('not_null', 'unique', 'accepted_values', 'in_range', 'histogram') -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: meets_expectations: '" ~ measure ~ (' of ' ~ column if column) ~ "' asks for the measure '" ~ measure
                ~ "', which does not exist. Wanted a short form (not_null, unique, accepted_values, in_range), histogram or a measure: "
                ~ known.keys() | join(', ') ~ "."
            ) }}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}


{% macro _check_expectations(checks) %}
    {#- Whether there is anything to check, each has a name of its own, and asks for what its measure takes. -#}
    {%- if not checks -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations was given nothing to check. Wanted columns, rows or table, as in "
            ~ "columns: {tailnum: {completeness: {min: 0.97}}}."
        ) }}
    {%- endif -%}
    {%- set metrics = {} -%}
    {%- for check in checks -%}
        {%- if check.name in metrics -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: meets_expectations: two expectations are called '" ~ check.name ~ "'. Give one of them a name of its own, as in "
                ~ "{name: ...}."
            ) }}
        {%- endif -%}
        {%- do metrics.update({check.name: check.definition}) -%}
    {%- endfor -%}
    {%- do flywheel._check_metrics(metrics) -%}
{% endmacro %}


{% macro _configure_expectations(column_name, columns, rows, table) %}
    {%- if column_name is not none -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: meets_expectations was set on the column '" ~ column_name ~ "', wanted it on the model, with columns: {"
            ~ column_name ~ ": {not_null: true}}."
        ) }}
    {%- endif -%}
    {%- if "'severity': 'warn'" in [columns, rows, table] | string -%}
        {#- what is only to be told of does not fail the build -#}
        {{ config(error_if="!= 0 and count(case when severity = 'error' then 1 end) != 0") }}
    {%- endif -%}
{% endmacro %}
