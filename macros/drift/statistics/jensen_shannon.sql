{% macro jensen_shannon(reference_rows, current_rows, reference_size, current_size) -%}
    {#- Jensen-Shannon distance: the root of the mean of the two Kullback-Leibler divergences from the middle of the
        distributions (Lin 1991; Endres and Schindelin 2003), with natural logarithms: from 0 to sqrt(ln 2), 0.8326. -#}
    {%- set float = flywheel._type_double() -%}
    {%- set p = 'cast(' ~ reference_rows ~ ' as ' ~ float ~ ') / nullif(' ~ reference_size ~ ', 0)' -%}
    {%- set q = 'cast(' ~ current_rows ~ ' as ' ~ float ~ ') / nullif(' ~ current_size ~ ', 0)' -%}
    sqrt({{ flywheel._clip(
        'sum(' ~ flywheel._half_divergence(p, q, reference_rows) ~ ' + ' ~ flywheel._half_divergence(q, p, current_rows) ~ ')', 0, 1
    ) }})
{%- endmacro %}


{% macro _half_divergence(p, q, rows) -%}
    {#- A bin's half share of the divergence of p from the middle; nothing where p has no row. -#}
    case when {{ rows }} > 0 then 0.5 * {{ p }} * ln(2 * ({{ p }}) / ({{ p }} + {{ q }})) else 0 * ({{ p }} + {{ q }}) end
{%- endmacro %}
