{% macro tokens(relation, text, keys=[]) %}
    {#- The tokens of a text column, as a query: one row per token, with `keys` and `token`, in lower case (see _tokens). -#}
    select
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        token
    from ({{ flywheel._tokens(relation, keys, text) }}) as tokens
{% endmacro %}


{% macro _tokens(relation, keys, text) %}
    {#- One row per token of a text, in order: `keys`, position (counted from 1, with gaps) and token. A token is lower-case text between what
        separates: white space, ASCII but letters and digits, and the punctuation of Unicode. A character of Chinese or Japanese is a
        token, for nothing is between two. The ranges are written out, for what is a letter depends on the engine and its locale. -#}
    {%- set separators = '[\x01-/:-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f'
        ~ '\ufe30-\ufe4f\ufeff\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+' -%}
    {%- set characters = '([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])' -%}
    {{ return(adapter.dispatch('_tokens', 'flywheel')(
        relation, keys | join(', ') ~ (', ' if keys else ''), 'lower(' ~ text ~ ')', flywheel._literal(separators) | trim, flywheel._literal(characters) | trim
    )) }}
{% endmacro %}


{% macro default___tokens(relation, keys, text, separators, characters) %}
    {{ exceptions.raise_compiler_error(
        "flywheel: how a text is split into tokens is not known for " ~ target.type ~ ": write a macro default___tokens of your own, and dispatch it."
    ) }}
{% endmacro %}


{% macro duckdb___tokens(relation, keys, text, separators, characters) %}
    select
        {{ keys }}token_position,
        token
    from (
        select
            {{ keys }}unnest(tokens) as token,
            generate_subscripts(tokens, 1) as token_position
        from (
            select
                {{ keys }}string_split_regex(regexp_replace({{ text }}, {{ characters }}, ' \1 ', 'g'), {{ separators }}) as tokens
            from {{ relation }}
        ) as split_texts
    ) as split_tokens
    where token != ''
{% endmacro %}


{% macro postgres___tokens(relation, keys, text, separators, characters) %}
    select
        {{ keys }}split_tokens.token_position,
        split_tokens.token
    from {{ relation }}
    cross join lateral unnest(
        regexp_split_to_array(regexp_replace({{ text }}, {{ characters }}, ' \1 ', 'g'), {{ separators }})
    ) with ordinality as split_tokens (token, token_position)
    where split_tokens.token != ''
{% endmacro %}


{% macro spark___tokens(relation, keys, text, separators, characters) %}
    select
        {{ keys }}token_position,
        token
    from (
        select
            {{ keys }}posexplode(split(regexp_replace({{ text }}, {{ characters }}, ' $1 '), {{ separators }})) as (token_position, token)
        from {{ relation }}
    ) as split_tokens
    where token != ''
{% endmacro %}


{% macro bigquery___tokens(relation, keys, text, separators, characters) %}
    select
        {{ keys }}token_position,
        token
    from {{ relation }}
    cross join unnest(
        split(regexp_replace(regexp_replace({{ text }}, {{ characters }}, ' \\1 '), {{ separators }}, ' '), ' ')
    ) as token with offset as token_position
    where token != ''
{% endmacro %}


{% macro snowflake___tokens(relation, keys, text, separators, characters) %}
    select
        {{ keys }}split_tokens.index as token_position,
        split_tokens.value as token
    from {{ relation }},
        lateral split_to_table(
            regexp_replace(regexp_replace({{ text }}, {{ characters }}, ' \\1 '), {{ separators }}, ' '), ' '
        ) as split_tokens
    where split_tokens.value != ''
{% endmacro %}
