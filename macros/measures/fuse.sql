{% macro _fuse(metrics, period_end) %}
    {#- All metrics as one list of distinct aggregates, and for each metric which of them give its value, its sample
        size and its numerator: what several metrics share is computed once. -#}
    {%- set aggregates = [] -%}
    {%- set picks = [] -%}
    {%- for name, definition in metrics.items() -%}
        {%- set expressions = flywheel._measure_expressions(name, definition, period_end) -%}
        {%- set pick = {'number': loop.index} -%}
        {%- for part, expression in expressions.items() -%}
            {%- set aggregate = expression | trim -%}
            {%- if aggregate not in aggregates -%} {%- do aggregates.append(aggregate) -%} {%- endif -%}
            {%- do pick.update({part: 'aggregate_' ~ aggregates.index(aggregate)}) -%}
        {%- endfor -%}
        {%- if 'value' not in pick -%}
            {%- do pick.update({
                'value': 'cast(' ~ pick.numerator ~ ' as ' ~ flywheel._type_double() ~ ') / nullif(' ~ pick.sample_size ~ ', 0)'
            }) -%}
        {%- endif -%}
        {%- do picks.append(pick) -%}
    {%- endfor -%}
    {{ return({'aggregates': aggregates, 'picks': picks}) }}
{% endmacro %}


{% macro _pick(picks, part, family) -%}
    {#- The part (value, sample_size or numerator) of the metric that a row of metric_names stands for. -#}
    case metric_names.metric_number
    {%- for pick in picks if part in pick %}
        when {{ pick.number }} then cast({{ pick[part] }} as {{ flywheel._contract_type(family) }})
    {%- else %}
        when 0 then cast(null as {{ flywheel._contract_type(family) }})
    {%- endfor %}
    end
{%- endmacro %}
