select
    tailnum,
    year as built_in,
    type,
    manufacturer,
    model,
    engines,
    seats,
    speed
from {{ source('new_york', 'planes') }}
