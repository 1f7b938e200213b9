{% macro scorecard(team=none) %}
    {#- Print flywheel__team_scorecard as it was built last, and what the guide says to do next:
        dbt run-operation flywheel.scorecard [--args '{team: punctuality}']. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- set columns = 'team, question, verdict, answer, next_step, worst_subject, subjects' -%}
    {%- set rows = flywheel._built_rows('flywheel__team_scorecard', columns, 'team, position') -%}
    {%- set teams = rows | map(attribute=0) | unique | list -%}
    {%- if team is not none and team not in teams -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: scorecard: team is '" ~ team ~ "', wanted one of " ~ (teams | join(', ') or 'none, as there is no dbt group') ~ "."
        ) }}
    {%- endif -%}
    {%- set steps = flywheel._built_rows(
        'flywheel__guide', 'team, use_case, next_step, question, evidence, remedy, effort, section', 'use_case, next_step'
    ) -%}
    {%- if not teams -%} {%- do print('There is no dbt group and no use case, so that nobody was asked.') -%} {%- endif -%}
    {%- for name in teams if team is none or name == team -%}
        {%- do print('\n' ~ name) -%}
        {%- for row in rows if row[0] == name and row[6] > 0 -%}
            {%- do print('  %-12s  %s' | format(row[2], row[1])) -%}
            {%- do print('                ' ~ row[3]) -%}
            {%- if row[4] -%}
                {#- of a node's id, without its kind and package -#}
                {%- set subject = modules.re.sub('^[a-z]+[.][^.]+[.]', '', row[5]) if row[5] else none -%}
                {%- do print('                -> ' ~ row[4] ~ (' (' ~ subject ~ ')' if subject and row[6] > 1 else '')) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- for answer in rows | selectattr(0, 'equalto', name) | selectattr(6, 'equalto', 0) | map(attribute=3) | unique -%}
            {%- do print('  not asked     ' ~ answer) -%}
        {%- endfor -%}
        {%- do flywheel._print_steps(steps, none if name == 'no team' else name) -%}
    {%- endfor -%}
{% endmacro %}


{% macro _print_steps(steps, team) %}
    {#- The first three steps of the guide for each use case of a team. -#}
    {%- set efforts = {1: 'hours', 2: 'days', 3: 'weeks'} -%}
    {%- for step in steps if step[0] == team and step[2] and step[2] <= 3 -%}
        {%- if step[2] == 1 -%} {%- do print('  next, by the guide, for ' ~ step[1] ~ ': what raises its lowest section at the least effort') -%} {%- endif -%}
        {%- do print('             %s. %s (%s, %s)' | format(step[2], step[5], efforts.get(step[6], 'effort ' ~ step[6]), step[7])) -%}
        {%- do print('                because: ' ~ step[3] ~ ' ' ~ (step[4][:1] | upper) ~ step[4][1:]) -%}
    {%- endfor -%}
{% endmacro %}


{% macro _built_rows(name, columns, order_by) %}
    {#- The rows of a model of the package as it was built last. -#}
    {%- set node = graph.nodes.values() | selectattr('name', 'equalto', name) | first -%}
    {%- set relation = adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) if node else none -%}
    {%- if relation is none -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: there is no " ~ name ~ " yet; build it with dbt build --select +flywheel__team_scorecard."
        ) }}
    {%- endif -%}
    {{ return(run_query('select ' ~ columns ~ ' from ' ~ relation ~ ' order by ' ~ order_by).rows) }}
{% endmacro %}
