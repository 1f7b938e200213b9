{%- set period = var('flywheel_text_period', 'day') -%}
{%- if period not in ['hour', 'day', 'week', 'month'] -%}
    {{ exceptions.raise_compiler_error(
        "flywheel: the var flywheel_text_period is '" ~ period ~ "'; wanted hour, day, week or month."
    ) }}
{%- endif -%}
{%- set float = flywheel._contract_type('float') -%}
{%- set shares = {
    'empty_share': 'empty_items',
    'duplicate_share': 'duplicates',
    'near_duplicate_share': 'near_duplicates',
    'encoding_damage_share': 'damaged_items',
    'html_share': 'items_with_html',
} -%}

with items as (

    select
        dataset,
        content,
        {{ flywheel._period_start('arrived_at', period) }} as period_start,
        row_number() over (order by dataset, arrived_at, item_id, content) as text_number,
        coalesce({{ flywheel._has_text('content') }}, false) as is_filled
    from {{ ref('flywheel__input_items') }}
    where dataset is not null and arrived_at <= {{ flywheel._now() }}

),

-- a dataset of which no item has a content is not one of texts
described as (

    select
        dataset,
        period_start,
        text_number,
        content,
        max(case when content is not null then 1 else 0 end) over (partition by dataset) as is_of_texts,
        case when is_filled then 1 else 0 end as has_text,
        case
            when
                is_filled
                and row_number() over (partition by dataset, {{ dbt.hash('content') }} order by text_number) > 1
                then 1
            else 0
        end as is_duplicate,
        case when {{ flywheel._has_encoding_damage('content') }} then 1 else 0 end as is_damaged,
        case when {{ flywheel._has_html('content') }} then 1 else 0 end as has_html
    from items

),

texts as (

    select
        dataset,
        period_start,
        text_number,
        content,
        is_duplicate
    from described
    where has_text > 0

),

tokens {{ flywheel._as_step() }} (

    {{ flywheel._tokens('texts', ['dataset', 'period_start', 'text_number', 'is_duplicate'], 'content') }}

),

-- a copy is told as one, and is like whatever its original is like
tokens_of_originals as (

    select
        dataset,
        text_number,
        token_position,
        token
    from tokens
    where is_duplicate < 1

),

{{ flywheel._near_duplicates('tokens_of_originals') }},

token_counts as (

    select
        dataset,
        period_start,
        token,
        count(*) as own
    from tokens
    group by dataset, period_start, token

),

counts_so_far as (

    select
        dataset,
        period_start,
        own,
        sum(own) over (partition by dataset, period_start) as own_total,
        sum(own) over (partition by dataset order by period_start) as total_so_far,
        coalesce(sum(own) over (
            partition by dataset, token order by period_start rows between unbounded preceding and 1 preceding
        ), 0) as earlier
    from token_counts

),

divergences as (

    select
        dataset,
        period_start,
        case
            when max(total_so_far) > max(own_total)
                then {{ flywheel._token_divergence('own', 'earlier', 'own_total', '(total_so_far - own_total)') }}
        end as token_divergence,
        cast(sum(case when earlier = 0 then own else 0 end) as {{ float }})
        / max(case when total_so_far > own_total then own_total end) as new_token_share
    from counts_so_far
    group by dataset, period_start

),

periods as (

    select
        described.dataset,
        described.period_start,
        max(described.is_of_texts) as is_of_texts,
        count(*) as items,
        sum(1 - described.has_text) as empty_items,
        sum(described.is_duplicate) as duplicates,
        count(near_duplicates.text_number) as near_duplicates,
        sum(described.is_damaged) as damaged_items,
        sum(described.has_html) as items_with_html,
        {{ flywheel._quantile('length(described.content)', 0.5) }} as length_p50
    from described
    left join near_duplicates on described.text_number = near_duplicates.text_number
    group by described.dataset, described.period_start

)

select
    periods.dataset,
    periods.period_start,
    cast(periods.items as {{ flywheel._contract_type('int') }}) as items,
    {%- for share, count in shares.items() %}
    case when periods.is_of_texts = 1 then cast(periods.{{ count }} as {{ float }}) / periods.items end as {{ share }},
    {%- endfor %}
    cast(periods.length_p50 as {{ float }}) as length_p50,
    divergences.token_divergence,
    divergences.new_token_share
from periods
left join divergences on periods.dataset = divergences.dataset and periods.period_start = divergences.period_start
