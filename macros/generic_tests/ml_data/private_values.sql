{% macro private_values(model, column_name, columns, kinds, max_share) %}
    {#- The columns whose values look private, one row per column and kind, never with a value itself: the example has x for a letter and 9
        for a digit. One scan for all columns. -#}
    {%- set patterns = flywheel._private_patterns() -%}
    {%- set found = flywheel._tested_columns(model) -%}
    {{ flywheel._check_bounded('privacy_screened', 'max_share', max_share, 0, 1) }}
    {%- set kinds = patterns.keys() | list if kinds is none else ([kinds] if kinds is string else kinds) -%}
    {%- if kinds is not sequence or not kinds or kinds | reject('in', patterns) | list -%}
        {{ flywheel._wrong_argument('privacy_screened', 'kinds', kinds, 'a list of ' ~ patterns.keys() | join(', ')) }}
    {%- endif -%}
    {%- set names = flywheel._column_names('privacy_screened', 'columns', columns or column_name, found) -%}
    {%- if not names -%}
        {%- for name, type in found.items() if flywheel._type_family(type) == 'str' -%} {%- do names.append(name) -%} {%- endfor -%}
    {%- endif -%}
    {%- if execute and flags.INTROSPECT and not names -%}
        {{ flywheel._wrong_argument('privacy_screened', 'columns', columns, 'names of columns: no column that holds text was found') }}
    {%- endif -%}
    {%- set quoted = flywheel._quoted_columns(model) -%}
    {%- set str = dbt.type_string() -%}
    {%- set float = flywheel._type_double() -%}
    with screened_columns as (
        {{ flywheel._rows(flywheel._numbered(names), {'flywheel_number': 'int', 'flywheel_name': 'str'}) }}
    ),

    kinds as (
        {{ flywheel._rows(flywheel._numbered(kinds), {'kind_number': 'int', 'kind': 'str'}) }}
    ),

    text_values as (
        select
            column_number,
            text_value
        from (
            select
                screened_columns.flywheel_number as column_number,
                case screened_columns.flywheel_number
                    when 0 then cast(null as {{ str }})
                {%- for name in names %}
                    when {{ loop.index }} then cast({{ quoted.get(name | lower, name) }} as {{ str }})
                {%- endfor %}
                end as text_value
            from {{ model }}
            cross join screened_columns
        ) as every_value
        where text_value is not null
    ),

    looks {{ flywheel._as_step() }} (
        select
            column_number,
            {%- if 'card' in kinds %}
            {{ flywheel._replace_matches(flywheel._first_match('text_value', patterns.card), '[^0-9]', '') }} as card_digits,
            {%- endif %}
            {%- if 'api_key' in kinds %}
            {{ flywheel._first_match('text_value', '[0-9A-Za-z_+-]{32,}') }} as token,
            {%- endif %}
            {%- for kind in kinds %}
            {{ flywheel._first_match('text_value', patterns[kind]) }} as like_{{ kind }}{{ ',' if not loop.last }}
            {%- endfor %}
        from text_values
    ),

    private as (
        select
            column_number,
            {%- for kind in kinds %}
            {% if kind == 'card' -%}
            case when {{ flywheel._luhn_sum('card_digits') }} % 10 = 0 then like_card end
            {%- elif kind == 'api_key' -%}
            {#- at random, 32 letters and digits have 4.4 bits on average; names in camel case may come near, without their digits all over -#}
            coalesce(like_api_key, case
                when {{ flywheel._matches('token', '[0-9][A-Za-z_+-]+[0-9]+[A-Za-z_+-]+[0-9]') }} and {{ flywheel._matches('token', '[a-z]') }}
                    and {{ flywheel._matches('token', '[A-Z]') }}
                    then case when {{ flywheel._character_entropy('token') }} >= 4 then token end
            end)
            {%- else -%}
            like_{{ kind }}
            {%- endif %} as private_{{ loop.index }}{{ ',' if not loop.last }}
            {%- endfor %}
        from looks
    ),

    counted as (
        select
            column_number,
            count(*) as sample_size,
            {%- for kind in kinds %}
            count(private_{{ loop.index }}) as found_{{ loop.index }},
            min(private_{{ loop.index }}) as example_{{ loop.index }}{{ ',' if not loop.last }}
            {%- endfor %}
        from private
        group by column_number
    ),

    shares as (
        select
            screened_columns.flywheel_name as column_name,
            kinds.kind,
            counted.sample_size,
            case kinds.kind_number
            {%- for kind in kinds %}
                when {{ loop.index }} then counted.found_{{ loop.index }}
            {%- endfor %}
            end as failing_rows,
            case kinds.kind_number
            {%- for kind in kinds %}
                when {{ loop.index }} then counted.example_{{ loop.index }}
            {%- endfor %}
            end as example
        from counted
        inner join screened_columns on counted.column_number = screened_columns.flywheel_number
        cross join kinds
    ),

    masked as (
        select
            column_name,
            kind,
            cast(failing_rows as {{ float }}) / sample_size as observed,
            cast({{ max_share }} as {{ float }}) as expected,
            sample_size,
            failing_rows,
            {%- set shape = flywheel._replace_matches(flywheel._replace_matches('example', '[^0-9 @.()+_/:-]', 'x'), '[0-9]', '9') %}
            substr(trim({{ shape }}), 1, 40) as masked_example
        from shares
        where failing_rows > ({{ max_share }} + 1e-9) * sample_size
    )

    select
        *,
        cast(failing_rows as {{ str }}) || ' of ' || cast(sample_size as {{ str }}) || ' values of ' || column_name || ' look like '
        || case kind
            when 'email' then 'an e-mail address' when 'phone' then 'a phone number' when 'card' then 'the number of a payment card'
            when 'national_id' then 'a national id' else 'an API key or other secret'
        end
        || ' (' || masked_example || '), expected '
        {%- if max_share == 0 %} || 'none'{% else %} || 'a share of at most {{ max_share }}'{% endif %} as reason
    from masked
    order by failing_rows desc, column_name, kind
{% endmacro %}
