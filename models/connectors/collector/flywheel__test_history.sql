{{ config(
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    on_schema_change='append_new_columns',
    post_hook='{{ flywheel._forget_test_results(this) }}',
) }}

{{ flywheel.test_history(this if flags.INTROSPECT and is_incremental() else none) }}
