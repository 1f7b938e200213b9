{% macro calibration_error(score, positives, negatives) -%}
    {#- Expected calibration error over ten bins of equal width, (0, 0.1] to (0.9, 1] with 0 in the first: the
        distance between mean score and share of positives in a bin, weighted by its predictions (Guo et al. 2017), as
        an aggregate. A row may stand for several predictions of one score. Null with none. -#}
    {%- set gap = positives ~ ' - (' ~ positives ~ ' + ' ~ negatives ~ ') * ' ~ score -%}
    (
    {%- for bin in range(10) %}
        {%- set above = score ~ ' > ' ~ bin / 10 if bin > 0 -%}
        {%- set up_to = score ~ ' <= ' ~ (bin + 1) / 10 if bin < 9 %}
        {%- set condition = [above, up_to] | select | join(' and ') %}
        abs(sum(case when {{ condition }} then {{ gap }} else 0 end)){{ ' +' if not loop.last }}
    {%- endfor %}
    ) / nullif(cast(sum({{ positives }} + {{ negatives }}) as {{ flywheel._contract_type('float') }}), 0)
{%- endmacro %}
