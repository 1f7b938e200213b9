{{ config(materialized='table') }}

{{ flywheel.expectations(ref('flywheel__observations'), ref('flywheel__series')) }}
