{% macro measure_missing_steps(column, step, where=none) %}
    {#- Steps between the smallest and the largest value that hold no value: hours, days, weeks (from Monday) or months of a time,
        or spans of a whole number. -#}
    {%- set values = flywheel._only_where(column, where) -%}
    {%- set periods = {'hour': 'hour', 'day': 'day', 'week': 'day', 'month': 'month'} -%}
    {%- if step in periods -%}
        {%- set first = flywheel._period_start('min(' ~ values ~ ')', step) -%}
        {%- set last = flywheel._period_start('max(' ~ values ~ ')', step) -%}
        {%- set steps = '(' ~ dbt.datediff(first, last, periods[step]) ~ ')' ~ (' / 7' if step == 'week' else '') -%}
        {%- set seen = flywheel._period_start(values, step) -%}
    {%- elif step is integer and step is not boolean and step > 0 -%}
        {%- set float = flywheel._type_double() -%}
        {%- set seen = 'floor(cast(' ~ values ~ ' as ' ~ float ~ ') / ' ~ step ~ ')' -%}
        {%- set steps = 'max(' ~ seen ~ ') - min(' ~ seen ~ ')' -%}
    {%- else -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: missing_steps of " ~ column ~ ": step is '" ~ step ~ "', wanted one of " ~ periods.keys() | join(', ')
            ~ ", or a whole number from 1 up."
        ) }}
    {%- endif -%}
    {{ return({'value': steps ~ ' + 1 - count(distinct ' ~ seen ~ ')', 'sample_size': 'count(' ~ values ~ ')'}) }}
{% endmacro %}
