{% macro _judged_as_verdicts(policies, known_events=none) %}
    {#- What the tests against a baseline share: `measurements`, a common table expression with the columns of a measurement model
        and from_model 'tested', judged as flywheel__verdicts judges. `policies`: what _tested_policies() gives. `known_events`:
        a relation in place of the input. Common table expressions; the last is `verdicts`. -#}
    policies as (
        {{ flywheel._policies_relation(policies) }}
    ),

    series as (
        {{ flywheel.series('measurements', 'policies') }}
    ),

    observations as (
        {{ flywheel.observations('measurements', 'series', known_events or flywheel._tested_events(), policies) }}
    ),

    expectations as (
        {{ flywheel.expectations('observations', 'series', none, policies) }}
    ),

    verdicts as (
        {{ flywheel.verdicts('expectations', 'series') }}
    )
{% endmacro %}


{% macro _tested_events() %}
    {#- The known events that a test looks at: the input, or where nothing is mapped to it, none, so that the test needs no model of the
        package to be there already. -#}
    {%- set input = ref('flywheel__input_known_events') -%}
    {{ return(input if flywheel._is_mapped('known_events') else '(' ~ flywheel._empty_relation(flywheel.input_contract('known_events')) ~ ')') }}
{% endmacro %}


{% macro _tested_policies(test, settings, period=none) %}
    {#- How what is tested is judged: the test's own settings over those in the meta of what it tests. Where the period is known, so
        is the season that `auto` stands for, and no other is compiled. -#}
    {%- do flywheel._policy(settings, test) -%}
    {%- set policies = flywheel._policies_of(flywheel._tested_node(), 'tested', settings or {}) -%}
    {%- if period and policies | map(attribute='season') | unique | list == ['auto'] -%}
        {%- for policy in policies -%}
            {%- do policy.update({'season': {'day': 'day_of_week', 'hour': 'hour_of_day'}.get(period, 'none'), 'is_found': true}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(policies) }}
{% endmacro %}


{% macro _period_of(model) %}
    {#- The one period of what a measurement model holds; none where it holds several, is not there yet, or may not be asked. -#}
    {%- if execute and flags.INTROSPECT -%}
        {%- set node = flywheel._tested_node() -%}
        {%- if load_relation(api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias)) is not none -%}
            {%- set periods = run_query('select distinct period from ' ~ model).columns[0].values() -%}
            {{ return(periods[0] if periods | length == 1 else none) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
