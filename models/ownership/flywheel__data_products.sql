{%- set windows = {
    '5m': ['minute', 5], '30m': ['minute', 30], '1h': ['hour', 1], '6h': ['hour', 6], '3d': ['day', 3],
} -%}
{%- set float = flywheel._contract_type('float') -%}
{%- set has_slo = 'slo > 0 and slo <= 1' -%}
{%- set promise = [
    flywheel._number_text('100 * attained'), "'% of its '", flywheel._counted('runs', 'run'), "' of '",
    flywheel._counted('slo_days', 'day'), "' were good, '", flywheel._number_text('100 * slo'), "'% were promised'",
] | join(' || ') -%}
{#- Both windows of a pair have to burn (Site Reliability Workbook, ch. 5). Where six hours hold no run, as between two
    runs of a batch, the newest run stands for them: what that left is what the consumers read. -#}
{%- set rules = [
    {
        'flag': 'slo_out_of_range', 'severity': 'warn',
        'when': 'slo_problem is not null',
        'reason': 'slo_problem',
        'remedy': 'Write slo as a share (0.99, not 99) and slo_days as a whole number, neither as a text',
    }, {
        'flag': 'slo_missed', 'severity': 'fail',
        'when': has_slo ~ ' and attained < slo - 1e-9',
        'reason': "'only ' || " ~ promise,
        'remedy': 'Mend what fails before anything new is built on it, or promise less',
    }, {
        'flag': 'burns_fast', 'severity': 'fail',
        'when': '(burn_rate_1h >= 14.4 - 1e-9 and burn_rate_5m >= 14.4 - 1e-9) or (burn_rate_6h >= 6 - 1e-9 and burn_rate_30m >= 6 - 1e-9)',
        'reason': "'it fails so often right now that the budget of the whole time is gone in days'",
        'remedy': 'Look at it now',
    }, {
        'flag': 'burns_slowly', 'severity': 'warn',
        'when': 'burn_rate_3d >= 1 - 1e-9 and coalesce(burn_rate_6h, newest_burn_rate) >= 1 - 1e-9',
        'reason': "'at the rate of the last three days the budget will not last'",
        'remedy': 'Look at it in working hours',
    },
] -%}

with products as (

    select
        node_id,
        team as producer_team,
        owner,
        slo,
        case when slo > 0 and slo < 1 then 1 - slo end as allowed_share,
        coalesce(slo_days, 28) as slo_days,
        slo_problem
    from {{ ref('flywheel__nodes') }}
    where is_data_product

),

runs as (

    select
        runs.*,
        runs.ran_at > {{ dbt.dateadd('day', '-products.slo_days', flywheel._now()) }} as is_promised,
        case when runs.is_good then 0 else 1 end as bad,
        row_number() over (partition by runs.node_id order by runs.ran_at desc, runs.invocation_id desc) as recency
    from {{ ref('flywheel__data_product_runs') }} as runs
    inner join products on runs.node_id = products.node_id

),

consumers as (

    select
        edges.parent_id as node_id,
        coalesce(nodes.team, nodes.node_id) as consumer
    from {{ ref('flywheel__edges') }} as edges
    inner join {{ ref('flywheel__nodes') }} as nodes on edges.child_id = nodes.node_id
    inner join products on edges.parent_id = products.node_id
    where
        nodes.resource_type <> 'test'
        and nodes.package_name <> 'flywheel'
        and (nodes.team is null or products.producer_team is null or nodes.team <> products.producer_team)
    group by edges.parent_id, coalesce(nodes.team, nodes.node_id)

),

consumer_lists as (

    select
        node_id,
        count(*) as consumers,
        {{ dbt.listagg('consumer', "', '", 'order by consumer') }} as consumer_names
    from consumers
    group by node_id

),

use_cases as (

    select
        node_id,
        count(*) as use_cases
    from {{ ref('flywheel__ancestors') }}
    group by node_id

),

counted as (

    select
        products.node_id,
        count(case when runs.is_promised then 1 end) as runs,
        count(case when runs.is_promised and not runs.is_good then 1 end) as bad_runs,
        {%- for window, length in windows.items() %}
        cast(avg(
            case when runs.ran_at > {{ dbt.dateadd(length[0], -length[1], flywheel._now()) }} then runs.bad * 1.0 end
        ) as {{ float }}) as bad_share_{{ window }},
        {%- endfor %}
        max(case when runs.recency = 1 then runs.bad end) as newest_bad,
        max(runs.ran_at) as last_run_at
    from products
    left join runs on products.node_id = runs.node_id
    group by products.node_id

),

rated as (

    select
        products.node_id,
        products.producer_team,
        products.owner,
        coalesce(consumer_lists.consumers, 0) as consumers,
        consumer_lists.consumer_names,
        coalesce(use_cases.use_cases, 0) as use_cases,
        products.slo,
        products.slo_days,
        products.slo_problem,
        counted.runs,
        counted.last_run_at,
        1 - cast(counted.bad_runs as {{ float }}) / nullif(counted.runs, 0) as attained,
        1
        - cast(counted.bad_runs as {{ float }}) / nullif(counted.runs, 0) / products.allowed_share
            as error_budget_left,
        {%- for window in windows %}
        counted.bad_share_{{ window }} / products.allowed_share as burn_rate_{{ window }},
        {%- endfor %}
        counted.newest_bad / products.allowed_share as newest_burn_rate
    from products
    inner join counted on products.node_id = counted.node_id
    left join consumer_lists on products.node_id = consumer_lists.node_id
    left join use_cases on products.node_id = use_cases.node_id

)

select
    node_id,
    producer_team,
    owner,
    consumers,
    consumer_names,
    use_cases,
    slo,
    slo_days,
    runs,
    last_run_at,
    attained,
    error_budget_left,
    {%- for window in windows %}
    burn_rate_{{ window }},
    {%- endfor %}
    {{ flywheel._judged(
        rules,
        good=promise,
        not_assessed='slo is null or attained is null',
        not_assessed_reason="case when slo is null then 'it promises nothing: meta.flywheel.slo is not set'
            else 'it was not tested in ' || " ~ flywheel._counted('slo_days', 'day') ~ " || ', as far as the input test_results knows' end",
    ) }}
from rated
