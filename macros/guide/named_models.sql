{% macro _named_models(name) %}
    {#- The models that a var of the guide names, one or several. -#}
    {%- set named = var('flywheel_guide_criteria', []) if name == 'flywheel_guide_criteria' else var('flywheel_guide_evidence', []) -%}
    {%- if named is string -%} {{ return([named]) }} {%- endif -%}
    {%- if named is mapping or named is not sequence -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var " ~ name ~ " is " ~ named ~ "; wanted the name of a model or seed, or a list of names."
        ) }}
    {%- endif -%}
    {{ return(named) }}
{% endmacro %}
