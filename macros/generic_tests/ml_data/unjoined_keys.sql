{% macro unjoined_keys(model, column_name, to, field, min, segments) %}
    {#- Where too few rows find their partner by a key: the whole, and the segments that are below by more than chance. A row without
        a key looks for no partner. Each side is read once, and joined by distinct keys. -#}
    {%- set found = flywheel._tested_columns(model) -%}
    {{ flywheel._check_relation('keys_join', 'to', to) }}
    {%- set keys = flywheel._column_names('keys_join', 'column_name', column_name, found, needed=true) -%}
    {%- set fields = flywheel._column_names('keys_join', 'field', field or keys, flywheel._tested_columns(to), needed=true) -%}
    {%- if keys | length != fields | length -%}
        {{ flywheel._wrong_argument('keys_join', 'field', fields | join(', '), 'as many columns as the key has: ' ~ keys | join(', ')) }}
    {%- endif -%}
    {{ flywheel._check_bounded('keys_join', 'min', min, 0, 1) }}
    {%- set groupings = flywheel._checked_segments('keys_join', segments, found) -%}
    {%- set numbers = range(1, keys | length + 1) | list -%}
    with keys as (
        select
            {%- for key in keys %}
            {{ key }} as key_{{ loop.index }},
            {%- endfor %}
            {%- for grouping in groupings %}
            {{ flywheel._segment_label(grouping) }} as flywheel_segment_{{ loop.index }},
            {%- endfor %}
            count(*) as row_count
        from {{ model }}
        where {{ keys | join(' is not null and ') }} is not null
        group by {% for number in range(1, keys | length + groupings | length + 1) %}{{ number }}{{ ', ' if not loop.last }}{% endfor %}
    ),

    partners as (
        select distinct
            {%- for field in fields %}
            {{ field }} as key_{{ loop.index }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ to }}
        where {{ fields | join(' is not null and ') }} is not null
    ),

    counts as (
        select
            {{ flywheel._grouped_segment(groupings) }},
            coalesce(sum(row_count), 0) as sample_size,
            coalesce(sum(joined_rows), 0) as hits,
            count(distinct unjoined_key) as unjoined_keys,
            min(unjoined_key) as example
        from (
            select
                {%- for grouping in groupings %}
                keys.flywheel_segment_{{ loop.index }},
                {%- endfor %}
                keys.row_count,
                case when partners.key_1 is not null then keys.row_count else 0 end as joined_rows,
                case when partners.key_1 is null
                    then {% for number in numbers %}cast(keys.key_{{ number }} as {{ dbt.type_string() }}){{ " || ' / ' || " if not loop.last }}{% endfor %}
                end as unjoined_key
            from keys
            left join partners
                on {% for number in numbers %}keys.key_{{ number }} = partners.key_{{ number }}{{ ' and ' if not loop.last }}{% endfor %}
        ) as joined
        {{ flywheel._group_by('none', groupings | length) }}
    )

    {{ flywheel._low_shares(
        'counts', min, 'a partner was found by ' ~ keys | join(', '), ['unjoined_keys', 'example'],
        "case when unjoined_keys > 0 then '; ' || cast(unjoined_keys as " ~ dbt.type_string() ~ ") || ' keys have none, such as ' || example else '' end",
        nothing='there was no row with a key'
    ) }}
{% endmacro %}
