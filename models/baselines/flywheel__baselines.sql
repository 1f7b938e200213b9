{{ config(materialized='view') }}

{{ flywheel.judgeable(ref('flywheel__expectations'), ref('flywheel__series')) }}
