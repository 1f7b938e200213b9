{{ config(materialized='view') }}

select *
from (select cast(null as {{ dbt.type_string() }}) as nothing) as empty
where 1 = 0
