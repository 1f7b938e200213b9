{% macro _kept_step(name, query) -%}
    {#- A step of a long calculation (see _as_step) that later ones read more than once, as a common table expression. -#}
    {{ return(adapter.dispatch('_kept_step', 'flywheel')(name, query)) }}
{%- endmacro %}


{% macro default___kept_step(name, query) -%}
    {{ name }} {{ flywheel._as_step() }} (
        {{ query }}
    )
{%- endmacro %}


{% macro spark___kept_step(name, query) -%}
    {#- Spark works a common table expression out once for each place that reads it, so that ten of them, each read by the next a few
        times, are thousands; but not one that might be another each time. -#}
    {{ name }} as (
        select * from (
            {{ query }}
        ) as worked_out
        where rand() >= 0
    )
{%- endmacro %}
