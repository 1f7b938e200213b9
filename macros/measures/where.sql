{% macro _only_where(expression, where=none) -%}
    {%- if where -%} case when {{ where }} then {{ expression }} end {%- else -%} {{ expression }} {%- endif -%}
{%- endmacro %}


{% macro _count_where(condition=none) -%}
    {%- if condition -%} count(case when {{ condition }} then 1 end) {%- else -%} count(*) {%- endif -%}
{%- endmacro %}


{% macro _both(condition, where=none) -%}
    {%- if where -%} ({{ condition }}) and ({{ where }}) {%- else -%} {{ condition }} {%- endif -%}
{%- endmacro %}
