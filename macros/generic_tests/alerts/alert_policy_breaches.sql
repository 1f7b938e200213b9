{% macro alert_policy_breaches(policy, rules=none, ignore=[], verdicts=['warn', 'fail']) %}
    {#- The rules of alerts that are broken, one row per test and rule, with the reason and the remedy. -#}
    {%- set known = flywheel.alert_rules() | map(attribute='rule') | list -%}
    {%- for argument, names, allowed in [
        ('rules', rules if rules is not none else [], known),
        ('ignore', ignore, known),
        ('verdicts', verdicts, ['warn', 'fail', 'not_assessed']),
    ] -%}
        {%- if names is string or names is mapping or names is not sequence -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: alert_policy_clean: " ~ argument ~ " is '" ~ names ~ "', wanted a list of " ~ argument ~ "."
            ) }}
        {%- endif -%}
        {%- for name in names if name not in allowed -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: alert_policy_clean: " ~ argument ~ " names '" ~ name ~ "', wanted some of " ~ allowed | join(', ') ~ "."
            ) }}
        {%- endfor -%}
    {%- endfor -%}
    {%- set wanted = (rules if rules is not none else known) | reject('in', ignore) | list -%}
    select
        test_id,
        rule,
        verdict,
        reason,
        remedy
    from {{ policy }}
    where
        rule in ('{{ wanted | join("', '") }}')
        and verdict in ('{{ verdicts | join("', '") }}')
{% endmacro %}
