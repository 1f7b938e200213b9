{% macro suggest_expectations(model, where=none) %}
    {#- `dbt run-operation flywheel.suggest_expectations --args '{model: fct_flights}'`: YAML of a test that passes today, with room to
        breathe. The rule is in docs/expectations.md. -#}
    {%- if execute -%}
        {%- set relation = flywheel._existing_relation('suggest_expectations', model) -%}
        {%- set profiled = flywheel._profiled(relation, where) -%}
        {%- set few = flywheel._few_values(relation, profiled, where) -%}
        {%- set lines = [] -%}
        {%- for column in profiled if column.rows > 0 -%}
            {%- set checks = flywheel._suggested(column, few.get(column.name, {}).keys() | sort(case_sensitive=true)) -%}
            {%- if checks -%}
                {#- the column is written as SQL will read it -#}
                {%- set plain = modules.re.match('^[a-z_][a-z0-9_]*$', column.name) is not none -%}
                {%- do lines.append('              ' ~ (column.name if plain else "'" ~ column.quoted ~ "'") ~ ':') -%}
                {%- for check, bounds in checks.items() -%}
                    {%- do lines.append('                ' ~ check ~ ': ' ~ tojson(bounds)) -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set rows = profiled[0].rows if profiled else 0 -%}
        {%- set head = [
            '# ' ~ model ~ ', ' ~ '{:,}'.format(rows) ~ ' rows on ' ~ run_started_at.strftime('%Y-%m-%d') ~ ': passes now, with room to breathe.',
            'models:',
            '  - name: ' ~ model.split('.')[-1],
            '    data_tests:',
            '      - flywheel.meets_expectations:',
            '          arguments:',
        ] -%}
        {%- if where -%} {%- do head.append('            partition: ' ~ tojson(where)) -%} {%- endif -%}
        {%- do head.extend(['            table:', '              row_count: {"min": ' ~ flywheel._rounded(rows / 2, 'floor') | int ~ '}']) -%}
        {%- if lines -%} {%- do head.append('            columns:') -%} {%- endif -%}
        {%- for line in head + lines -%} {%- do print(line) -%} {%- endfor -%}
    {%- endif -%}
{% endmacro %}
