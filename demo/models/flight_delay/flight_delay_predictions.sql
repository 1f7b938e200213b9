select
    use_case,
    version,
    entity_id,
    predicted_at,
    score,
    segment
from {{ source('new_york', 'predictions') }}
