{% macro psi(reference_rows, current_rows, reference_size, current_size) -%}
    {#- Population stability index: sum (p - q) ln(p / q) over the bins, which is Jeffreys' divergence (1946). A bin that is empty
        on one side has half a row there; one that is empty on both does not count. -#}
    {%- set p = flywheel._share(reference_rows, reference_size) -%}
    {%- set q = flywheel._share(current_rows, current_size) -%}
    sum(case
        when {{ reference_rows }} + {{ current_rows }} > 0 then ({{ p }} - {{ q }}) * ln(({{ p }}) / ({{ q }}))
    end)
{%- endmacro %}
