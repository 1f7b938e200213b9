{{ config(materialized='view') }}

{{ flywheel.undelivered_alerts(ref('flywheel__alert_log')) }}
