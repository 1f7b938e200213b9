{% macro _naive_text(use_cases) -%}
    {#- What the naive predictor gives everybody, in words. For a relation with task and positive_outcome. -#}
    case
        when {{ use_cases }}.task = 'multiclass' and {{ use_cases }}.positive_outcome is null then 'the most common outcome'
        else 'the mean outcome'
    end
{%- endmacro %}
