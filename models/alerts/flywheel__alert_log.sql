{{ config(
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    on_schema_change='append_new_columns',
) }}

{{ flywheel.alert_log(
    ref('flywheel__test_incidents'),
    ref('flywheel__incidents'),
    this if flags.INTROSPECT and is_incremental() else none,
) }}
