{% macro measure_lateness(column, since, q=0.95, where=none) %}
    {#- Hours from one time to another, as from what happened to its being loaded, by quantile. -#}
    {%- do flywheel._check_q('lateness', column, q) -%}
    {%- set hours = flywheel._only_where('(' ~ dbt.datediff(since, column, 'second') ~ ') / cast(3600 as ' ~ flywheel._type_double() ~ ')', where) -%}
    {{ return({'value': flywheel._quantile(hours, q), 'sample_size': 'count(' ~ hours ~ ')'}) }}
{% endmacro %}
