select
    faa as airport,
    name,
    lat,
    lon
from {{ source('new_york', 'airports') }}
