with ancestors as (

    select * from {{ ref('flywheel__ancestors') }}

),

node_owners as (

    select * from {{ ref('flywheel__node_owners') }}

),

use_cases as (

    select
        name as use_case,
        node_id,
        0 as depth
    from {{ ref('flywheel__nodes') }}
    where resource_type = 'exposure' and exposure_type = 'ml'

),

behind as (

    select
        use_case,
        node_id,
        depth
    from use_cases
    union all
    select
        use_case,
        node_id,
        depth
    from ancestors

)

select
    behind.use_case,
    behind.node_id,
    behind.depth,
    node_owners.resource_type,
    node_owners.owner,
    node_owners.team,
    node_owners.roles,
    node_owners.people,
    node_owners.is_infrastructure,
    node_owners.verdict,
    node_owners.reason,
    node_owners.remedy,
    node_owners.findings
from behind
inner join node_owners on behind.node_id = node_owners.node_id
