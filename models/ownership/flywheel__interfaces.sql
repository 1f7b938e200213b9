{%- set is_model = "producer_type = 'model'" -%}
{%- set rules = [
    {
        'flag': 'no_contract', 'severity': 'fail',
        'when': is_model ~ ' and not is_contracted',
        'reason': "'no contract is enforced, so ' || producer || ' can change under ' || consumer_team",
        'remedy': 'Enforce its contract (config: {contract: {enforced: true}}, with the type of every column)',
    }, {
        'flag': 'not_tested', 'severity': 'fail',
        'when': 'not is_tested',
        'reason': "producer || ' has no test'",
        'remedy': 'Test what its consumers rely on, at least the key',
    }, {
        'flag': 'no_owner', 'severity': 'fail',
        'when': 'owner is null',
        'reason': "'nobody answers for ' || producer",
        'remedy': 'Name an owner',
    }, {
        'flag': 'breaking_change', 'severity': 'fail',
        'when': 'broken_columns is not null',
        'reason': "'its contract changed without a new version in the last 14 days (' || broken_columns || ')'",
        'remedy': 'Bring the columns back, publish the change as a new version, and tell the consumers before',
    }, {
        'flag': 'deprecated', 'severity': 'fail',
        'when': 'is_past_deprecation',
        'reason': "producer || ' was to go on ' || deprecation_date",
        'remedy': 'Move the consumer to the version that follows',
    }, {
        'flag': 'to_be_deprecated', 'severity': 'warn',
        'when': 'deprecation_date is not null and not is_past_deprecation',
        'reason': "producer || ' is to go on ' || deprecation_date",
        'remedy': 'Move the consumer to the version that follows before that day',
    }, {
        'flag': 'cannot_have_contract', 'severity': 'warn',
        'when': 'not ' ~ is_model,
        'reason': "producer || ' is a ' || producer_type || ', on which no contract can be enforced'",
        'remedy': 'Let the producer publish a model with a contract, and read that',
    }, {
        'flag': 'not_versioned', 'severity': 'warn',
        'when': is_model ~ ' and not is_versioned',
        'reason': "producer || ' has no version, so that a breaking change leaves its consumers no time'",
        'remedy': 'Give the model versions, the present one the first',
    }, {
        'flag': 'not_public', 'severity': 'warn',
        'when': is_model ~ " and coalesce(access, '') <> 'public'",
        'reason': "'its access is ' || coalesce(access, 'not said') || ', not public'",
        'remedy': 'Set access: public on what other teams may read',
    }, {
        'flag': 'not_described', 'severity': 'warn',
        'when': 'not is_described',
        'reason': "producer || ' has no description'",
        'remedy': 'Describe what a row is',
    },
] -%}

with edges as (

    select * from {{ ref('flywheel__edges') }}

),

-- this package reads everybody's models and is nobody's consumer
nodes as (

    select * from {{ ref('flywheel__nodes') }}
    where resource_type <> 'test' and package_name <> 'flywheel' and team is not null

),

fresh_nodes as (

    select distinct tested_id as node_id
    from {{ ref('flywheel__nodes') }}
    where test_name in ('arrives_on_time', 'recency')

),

changes as (

    select
        *,
        row_number() over (partition by node_id, column_name order by revision desc) as recency
    from {{ ref('flywheel__contract_changes') }}

),

-- a column that came back breaks nothing any more
broken as (

    select
        node_id,
        {{ dbt.listagg("column_name || ' ' || change", "', '", 'order by column_name') }} as broken_columns,
        max(seen_at) as broken_at
    from changes
    where
        recency = 1
        and is_breaking
        and seen_at <= {{ flywheel._now() }}
        and seen_at > {{ dbt.dateadd('day', -14, flywheel._now()) }}
    group by node_id

),

boundaries as (

    select
        edges.parent_id,
        edges.child_id,
        producers.team as producer_team,
        consumers.team as consumer_team,
        producers.resource_type as producer_type,
        producers.name as producer,
        consumers.name as consumer,
        producers.owner,
        coalesce(producers.is_contracted, false) as is_contracted,
        producers.version is not null as is_versioned,
        producers.tests > 0 as is_tested,
        producers.access,
        producers.is_described,
        substr(producers.deprecation_date, 1, 10) as deprecation_date,
        coalesce(
            cast(substr(producers.deprecation_date, 1, 10) as {{ dbt.type_timestamp() }}) <= {{ flywheel._now() }},
            false
        ) as is_past_deprecation,
        coalesce(producers.promises_freshness, false) or fresh_nodes.node_id is not null as promises_freshness,
        broken.broken_columns,
        broken.broken_at
    from edges
    inner join nodes as producers on edges.parent_id = producers.node_id
    inner join nodes as consumers on edges.child_id = consumers.node_id
    left join fresh_nodes on edges.parent_id = fresh_nodes.node_id
    left join broken on edges.parent_id = broken.node_id
    where producers.team <> consumers.team

)

select
    parent_id,
    child_id,
    producer_team,
    consumer_team,
    is_contracted,
    is_versioned,
    is_tested,
    access,
    is_described,
    promises_freshness,
    deprecation_date,
    broken_columns,
    broken_at,
    {{ flywheel._judged(
        rules, good="consumer_team || ' reads what ' || producer_team || ' publishes: under a contract, with a version, tested'"
    ) }}
from boundaries
