select
    carrier,
    name
from {{ source('new_york', 'airlines') }}
