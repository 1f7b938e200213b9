{% macro _period_number(period_start, period) -%}
    {#- Periods since Monday, 5 January 1970: whole numbers one apart, so that a gap is seen and a phase is a remainder. -#}
    cast(case {{ period }}
    {%- for name in ['hour', 'week', 'month'] %}
        when '{{ name }}' then {{ dbt.datediff(flywheel._origin(), period_start, name) }}
    {%- endfor %}
        else {{ dbt.datediff(flywheel._origin(), period_start, 'day') }}
    end as {{ flywheel._contract_type('int') }})
{%- endmacro %}


{% macro _origin() -%} cast('1970-01-05' as {{ dbt.type_timestamp() }}) {%- endmacro %}


{% macro _periods_per_year(period) -%}
    case {{ period }} when 'hour' then 8766.0 when 'week' then 52.18 when 'month' then 12.0 else 365.25 end
{%- endmacro %}


{% macro _period_end(period_start, period) -%}
    case {{ period }}
    {%- for name in ['hour', 'week', 'month'] %}
        when '{{ name }}' then {{ dbt.dateadd(name, 1, period_start) }}
    {%- endfor %}
        else {{ dbt.dateadd('day', 1, period_start) }}
    end
{%- endmacro %}


{% macro _hours_of_a_period(period) -%}
    {#- As many as a period may have. -#}
    case {{ period }} when 'hour' then 1 when 'week' then 168 when 'month' then 744 else 24 end
{%- endmacro %}
