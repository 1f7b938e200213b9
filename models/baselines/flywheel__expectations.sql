{{ config(materialized='incremental', incremental_strategy='append', pre_hook="{{ flywheel._learn_on() }}") }}

{% if flags.INTROSPECT and is_incremental() -%}
-- what changed was learned in the pre-hook
select * from {{ this }}
where 1 = 0
{%- else -%}
{{ flywheel.expectations(
    ref('flywheel__observations'), ref('flywheel__series'), policies=flywheel._policies_as_found(ref('flywheel__series'))
) }}
{{ flywheel._by_time() }}
{%- endif %}
