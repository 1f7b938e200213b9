{{ config(enabled=flywheel._has_elementary()) }}

with elementary_test_results as (

    select * from {{ ref('elementary', 'elementary_test_results') }}

)

select
    cast(invocation_id as {{ dbt.type_string() }}) as invocation_id,
    cast(test_unique_id as {{ dbt.type_string() }}) as test_id,
    cast(model_unique_id as {{ dbt.type_string() }}) as node_id,
    cast(coalesce(test_short_name, test_name) as {{ dbt.type_string() }}) as test_name,
    cast(column_name as {{ dbt.type_string() }}) as column_name,
    cast(lower(status) as {{ dbt.type_string() }}) as status,
    cast(lower(severity) as {{ dbt.type_string() }}) as severity,
    cast(failures as {{ dbt.type_bigint() }}) as failures,
    cast(detected_at as {{ dbt.type_timestamp() }}) as executed_at
from elementary_test_results
