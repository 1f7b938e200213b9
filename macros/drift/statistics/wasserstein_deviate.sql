{% macro wasserstein_deviate(distance, breadth, deviation, reach, reference_size, current_size) -%}
    {#- How many standard deviations a Wasserstein-1 distance is beyond what chance explains: no more than a normal deviate when nothing
        differs, whatever the distribution. What chance makes of it has the mean sqrt(2 / pi) x breadth / sqrt(nm / (n + m)) and is above
        that by no more than a normal one of the variance of the values would be (the Gaussian isoperimetric inequality: Borell 1975), with
        Bernstein's allowance for a value so far out that a single row of the smaller side moves the distance. -#}
    {%- set float = flywheel._type_double() -%}
    {%- set inverse_size = '(1 / cast(' ~ reference_size ~ ' as ' ~ float ~ ') + 1 / cast(' ~ current_size ~ ' as ' ~ float ~ '))' -%}
    {%- set excess = '(' ~ distance ~ ' - 0.7978845608028654 * ' ~ breadth ~ ' * sqrt(' ~ inverse_size ~ '))' -%}
    case
        when {{ reference_size }} < 1 or {{ current_size }} < 1 then null
        when {{ excess }} <= 0 then 0
        else {{ excess }} / sqrt(
            {{ inverse_size }} * power({{ deviation }}, 2) + {{ excess }} * {{ reach }} / (3 * least({{ reference_size }}, {{ current_size }}))
        )
    end
{%- endmacro %}


{% macro _breadth(reference_up_to, current_up_to, reference_size, current_size, value, next_value) -%}
    {#- The integral of sqrt(F (1 - F)), where F is the cumulative share of both sides together, as an aggregate over one row per distinct
        value. -#}
    {%- set up_to = '(' ~ reference_up_to ~ ' * ' ~ reference_size ~ ' + ' ~ current_up_to ~ ' * ' ~ current_size ~ ') / ('
        ~ reference_size ~ ' + ' ~ current_size ~ ')' -%}
    coalesce(sum(sqrt({{ flywheel._clip(up_to ~ ' * (1 - (' ~ up_to ~ '))', 0, 1) }}) * ({{ next_value }} - {{ value }})), 0)
{%- endmacro %}
