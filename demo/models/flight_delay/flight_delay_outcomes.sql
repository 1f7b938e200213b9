select
    use_case,
    entity_id,
    observed_at,
    outcome
from {{ source('new_york', 'outcomes') }}
