{% macro r2(score, outcome) -%}
    {#- Share of the outcomes' variance that the predictions explain: 1 - mean squared error / variance, as an
        aggregate over predictions that have an outcome. Null where the outcomes do not vary. -#}
    {%- set scored_outcome = 'case when ' ~ score ~ ' is not null then ' ~ outcome ~ ' end' -%}
    case when min({{ scored_outcome }}) < max({{ scored_outcome }}) then
        1 - avg(({{ score }} - {{ outcome }}) * ({{ score }} - {{ outcome }})) / var_pop({{ scored_outcome }})
    end
{%- endmacro %}
