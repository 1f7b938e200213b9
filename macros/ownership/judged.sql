{% macro _judged(rules, good, not_assessed=none, not_assessed_reason=none) %}
    {#- The columns verdict, reason, remedy and findings of a scorecard, from its rules. A rule is {flag: its name, when: the condition in
        SQL, severity: fail or warn, reason: an expression in SQL, remedy: words}. All that hold are told, the worst decides. `good` is the
        reason, in SQL, where none holds; `not_assessed` a condition under which none could. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    case
        {%- for severity in ['fail', 'warn'] %}
        {%- set conditions = rules | selectattr('severity', 'equalto', severity) | map(attribute='when') | list %}
        {%- if conditions %}
        when ({{ conditions | join(') or (') }}) then '{{ severity }}'
        {%- endif %}
        {%- endfor %}
        {%- if not_assessed %}
        when {{ not_assessed }} then 'not_assessed'
        {%- endif %}
        else 'pass'
    end as verdict,
    case
        when ({{ rules | map(attribute='when') | join(') or (') }})
            then substr({{ flywheel._told(rules, 'reason') }}, 3)
        {%- if not_assessed %}
        when {{ not_assessed }} then {{ not_assessed_reason }}
        {%- endif %}
        else {{ good }}
    end as reason,
    nullif(substr({{ flywheel._told(rules, 'remedy') }}, 3), '') as remedy,
    nullif(substr({{ flywheel._told(rules, 'flag') }}, 3), '') as findings
{% endmacro %}


{% macro _told(rules, what) -%}
    {#- What each rule that holds says, one after the other, each after '; ' or ', '. -#}
    {%- set separator = ', ' if what == 'flag' else '; ' -%}
    {%- for rule in rules -%}
        {%- set said = rule[what] if what == 'reason' else dbt.string_literal(dbt.escape_single_quotes(rule[what])) -%}
        case when {{ rule.when }} then '{{ separator }}' || {{ said }} else '' end
        {{- ' || ' if not loop.last -}}
    {%- endfor -%}
{%- endmacro %}
