{{ config(materialized='incremental', incremental_strategy='append', pre_hook="{{ flywheel._recount_outcomes() }}") }}

select
    counted.*,
    cast({{ dbt.current_timestamp() }} as {{ dbt.type_timestamp() }}) as counted_at
from ({{ flywheel._outcome_counts(flywheel._outcomes_from()) }}) as counted
{%- if flags.INTROSPECT and is_incremental() %}
-- what counted otherwise was taken back in the pre-hook
left join {{ this }} as kept on {{ flywheel._same_outcome_day('counted', 'kept') }}
where kept.use_case is null
{%- endif %}
