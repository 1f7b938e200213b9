{% macro agreement_measures() %}
    {#- Every measure of agreement of the package, and how a person calls it. -#}
    {{ return({
        'percent': 'share of pairs of votes that agree',
        'cohen_kappa': "Cohen's kappa",
        'fleiss_kappa': "Fleiss' kappa",
        'krippendorff_alpha_nominal': "Krippendorff's alpha (nominal)",
        'krippendorff_alpha_ordinal': "Krippendorff's alpha (ordinal)",
        'krippendorff_alpha_interval': "Krippendorff's alpha (interval)",
    }) }}
{% endmacro %}


{% macro _agreement_name() -%}
    case measure
    {%- for measure, name in flywheel.agreement_measures().items() %}
        when '{{ measure }}' then {{ flywheel._literal(name) }}
    {%- endfor %}
    end
{%- endmacro %}


{% macro _reliable() %}
    {#- Krippendorff's bands (2004): from .800 on reliable, from .667 on tentative. With room for the last digit of a float. -#}
    {{ return(0.8 - 1e-9) }}
{% endmacro %}


{% macro _tentative() %} {{ return(0.667 - 1e-9) }} {% endmacro %}
