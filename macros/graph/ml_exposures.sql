{% macro _ml_exposures() %}
    {#- The exposures of type ml, each a use case by its name. Of two packages' exposures of one name, that of the project itself counts, else
        the first. -#}
    {%- set by_name = {} -%}
    {%- for exposure in graph.exposures.values() if exposure.type == 'ml' -%}
        {%- if exposure.name not in by_name or exposure.package_name == project_name -%}
            {%- do by_name.update({exposure.name: exposure}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(by_name.values() | list) }}
{% endmacro %}
