{% macro scorecard(team=none) %}
    {#- Print flywheel__team_scorecard as it was built last: dbt run-operation flywheel.scorecard [--args '{team: punctuality}']. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- set node = graph.nodes.values() | selectattr('name', 'equalto', 'flywheel__team_scorecard') | first -%}
    {%- set relation = adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) -%}
    {%- if relation is none -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: there is no flywheel__team_scorecard yet; build it with dbt build --select +flywheel__team_scorecard."
        ) }}
    {%- endif -%}
    {%- set rows = run_query('select team, question, verdict, answer, next_step from ' ~ relation ~ ' order by team, position').rows -%}
    {%- set teams = rows | map(attribute=0) | unique | list -%}
    {%- if team is not none and team not in teams -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: scorecard: team is '" ~ team ~ "', wanted one of " ~ (teams | join(', ') or 'none, as there is no dbt group') ~ "."
        ) }}
    {%- endif -%}
    {%- for name in teams if team is none or name == team -%}
        {%- do print('\n' ~ name) -%}
        {%- for row in rows if row[0] == name -%}
            {%- do print('  %-12s  %s' | format(row[2], row[1])) -%}
            {%- do print('                ' ~ row[3]) -%}
            {%- if row[4] -%} {%- do print('                -> ' ~ row[4]) -%} {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}
