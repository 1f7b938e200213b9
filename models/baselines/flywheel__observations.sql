{{ config(materialized='view') }}

{{ flywheel.observations(ref('flywheel__measurements'), ref('flywheel__series'), ref('flywheel__input_known_events')) }}
