{% macro _ways_in_use(method, settings, policies=none) %}
    {#- The ways in which a method is used, as a list of {setting: value}, so that a query is written for those and no other.
        `policies`: a list of policies; none for those of the project and the default, which holds for what no policy names. -#}
    {%- set given = flywheel._policies_in_use() + [flywheel._policy({}, 'the var flywheel_policy')] if policies is none else policies -%}
    {%- set ways = [] -%}
    {%- for policy in given if policy.method == method or (policy.method == 'auto' and method == 'seasonal') -%}
        {%- set way = {} -%}
        {%- for setting in settings -%} {%- do way.update({setting: policy[setting]}) -%} {%- endfor -%}
        {%- if way not in ways -%} {%- do ways.append(way) -%} {%- endif -%}
    {%- endfor -%}
    {{ return(ways) }}
{% endmacro %}


{% macro _policies_as_found(series) %}
    {#- The ways in which the series of a relation that is there are judged, as policies whose season is known; none where the
        database may not be asked or the relation is not there. -#}
    {%- set settings = ['method', 'season', 'training_periods', 'ago', 'reference_from', 'reference_to', 'reference_segment'] -%}
    {%- if not (execute and flags.INTROSPECT) or load_relation(series) is none -%} {{ return(none) }} {%- endif -%}
    {%- set policies = [] -%}
    {%- for row in run_query('select distinct ' ~ settings | join(', ') ~ ' from ' ~ series).rows -%}
        {%- set policy = {'is_found': true} -%}
        {%- for setting in settings -%} {%- do policy.update({setting: row[loop.index0]}) -%} {%- endfor -%}
        {%- do policies.append(policy) -%}
    {%- endfor -%}
    {{ return(policies) }}
{% endmacro %}
