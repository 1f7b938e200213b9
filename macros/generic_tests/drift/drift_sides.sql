{% macro _drift_sides(reference, reference_where, moment, days, reference_days) %}
    {#- The conditions on the rows of each side, as {reference: [...], current: [...]}. -#}
    {%- set conditions = {'reference': [], 'current': []} -%}
    {%- if moment -%}
        {%- set today = flywheel._period_start(flywheel._now(), 'day') -%}
        {%- set start = dbt.dateadd('day', -days, today) -%}
        {%- do conditions.current.append(moment ~ ' >= ' ~ start ~ ' and ' ~ moment ~ ' < ' ~ today) -%}
        {%- if reference is none and not reference_where -%}
            {%- do conditions.reference.append(moment ~ ' >= ' ~ dbt.dateadd('day', -reference_days, start) ~ ' and ' ~ moment ~ ' < ' ~ start) -%}
        {%- endif -%}
    {%- endif -%}
    {%- if reference_where -%}
        {%- do conditions.reference.append('(' ~ reference_where ~ ')') -%}
        {%- if reference is none and not moment -%}
            {%- do conditions.current.append('not coalesce((' ~ reference_where ~ '), false)') -%}
        {%- endif -%}
    {%- endif -%}
    {{ return(conditions) }}
{% endmacro %}
