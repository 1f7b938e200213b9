{% macro _evenly_sampled(relation, conditions, expressions, rows) %}
    {#- At most about `rows` rows of a relation, spread evenly over it, and the same at each run as long as the relation keeps its order;
        none for all. `expressions`: {name: SQL}. With them come `place`, uniform from 0 to 1 in the whole relation, by which a part
        of the sample is a sample again, and `side_rows`, the rows of the whole. -#}
    {#- after the name of a relation, Spark takes `where (is_late)` for an alias and its columns -#}
    {%- set conditions = ['1 = 1'] + conditions -%}
    select
        {%- for name in expressions %}
        numbered.{{ name }},
        {%- endfor %}
        numbered.place,
        sized.side_rows
    from (
        select
            {%- for name, expression in expressions.items() %}
            {{ expression }} as {{ name }},
            {%- endfor %}
            {#- multiples of the golden ratio, less their whole part (Weyl 1916; Knuth 6.4): even whatever order the rows are in -#}
            mod(mod({{ flywheel._row_numbers() }}, 2147483648) * 2654435761, 4294967296) / cast(4294967296 as {{ flywheel._type_double() }}) as place
        from {{ relation }}
        where {{ conditions | join(' and ') }}
    ) as numbered
    cross join (
        select count(*) as side_rows
        from {{ relation }}
        where {{ conditions | join(' and ') }}
    ) as sized
    {%- if rows is not none %}
    where numbered.place * sized.side_rows < {{ rows }}
    {%- endif %}
{% endmacro %}


{% macro _sampled(relation, conditions, expressions, rows) %}
    {#- At most about `rows` rows of a relation as _evenly_sampled() gives them; none for all, without their places. -#}
    {%- if rows is not none -%}
        {{ return(flywheel._evenly_sampled(relation, conditions, expressions, rows)) }}
    {%- endif -%}
    select
        {%- for name, expression in expressions.items() %}
        {{ expression }} as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
    where {{ conditions | join(' and ') or '1 = 1' }}
{% endmacro %}


{% macro _part_of_sample(sample, relation, conditions, expressions, sample_rows, rows) %}
    {#- At most about `rows` rows of a sample of `sample_rows` of a relation; none for all. -#}
    {%- if rows is not none and sample_rows is none -%}
        {{ return(flywheel._evenly_sampled(relation, conditions, expressions, rows)) }}
    {%- endif -%}
    select *
    from {{ sample }}
    {%- if rows is not none %}
    where place * side_rows < {{ rows }}
    {%- endif %}
{% endmacro %}


{% macro _as_sample(relation, rows) %}
    {#- `as`, before a sample: all rows of a table are read where they are, and not first copied. -#}
    {%- if rows is none and relation is not string and execute and flags.INTROSPECT and (load_relation(relation) or {}).type == 'table' -%}
        {{ return(flywheel._as_source()) }}
    {%- endif -%}
    {{ return('as') }}
{% endmacro %}
