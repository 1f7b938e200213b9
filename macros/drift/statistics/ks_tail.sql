{% macro ks_tail(distance, reference_size, current_size) -%}
    {#- Probability of a two-sample Kolmogorov-Smirnov statistic at least this large when nothing differs: Kolmogorov's series with
        the correction for sample size of Stephens (1970). From 20 rows on the smaller side within 6% of the exact one where it is
        between 0.0001 and 0.1; absolute error under 0.01 from ten rows a side on. -#}
    {%- set float = flywheel._type_double() -%}
    {%- set root = 'sqrt(cast(' ~ reference_size ~ ' as ' ~ float ~ ') * ' ~ current_size ~ ' / (' ~ reference_size ~ ' + ' ~ current_size ~ '))' -%}
    {%- set square = 'power((' ~ root ~ ' + 0.12 + 0.11 / ' ~ root ~ ') * ' ~ distance ~ ', 2)' -%}
    case
        when {{ distance }} is null or {{ reference_size }} < 1 or {{ current_size }} < 1 then null
        {# below that it is 1 to nine digits, and the series is slow -#}
        when {{ square }} < 0.04 then 1.0
        else least(1, greatest(0, 2 * (
            {%- for j in range(1, 13) %}
            {{ '- ' if j % 2 == 0 else ('+ ' if j > 1 else '') }}case when {{ square }} < {{ 350 / (j * j) }} then exp(-{{ 2 * j * j }} * {{ square }}) else 0 end
            {%- endfor %}
        )))
    end
{%- endmacro %}
