{% macro tokens(relation, text, keys=[]) %}
    {#- The words of a text column, as a query: one row per word, with `keys` and `token`, in lower case. -#}
    select
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        token
    from (
        select
            {%- for key in keys %}
            {{ key }},
            {%- endfor %}
            {{ flywheel._words(text) }} as token
        from {{ relation }}
        where {{ text }} is not null
    ) as words
    where token != ''
{% endmacro %}
