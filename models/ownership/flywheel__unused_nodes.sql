select
    node_id,
    resource_type,
    name,
    owner,
    team,
    tests,
    'No exposure and no data product comes of it, and nothing of it is measured.' as reason,
    'Declare what uses it as an exposure, or take it out, with its tests.' as remedy
from {{ ref('flywheel__nodes') }}
where not is_used and package_name = '{{ project_name }}'
