{% macro _about_tested(model, scorecard, relation, column) -%}
    {#- The rows of a scorecard that are about the node a test is on, as a from with a where; all of them where it is on the scorecard. -#}
    {%- set tested = flywheel._tested_node() -%}
    {%- if tested.name == scorecard -%}
    from {{ model }} as found where 1 = 1
    {%- else -%}
    from {{ relation }} as found where {{ column }} = '{{ tested.get("unique_id") }}'
    {%- endif -%}
{%- endmacro %}
