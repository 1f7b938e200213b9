{{ config(materialized='incremental', incremental_strategy='append', pre_hook="{{ flywheel._judge_again() }}") }}

{% if flags.INTROSPECT and is_incremental() -%}
-- what does not hold any more was taken back in the pre-hook
{{ flywheel.kept_verdicts(ref('flywheel__expectations'), ref('flywheel__series'), judged=this) }}
{%- else -%}
{{ flywheel.kept_verdicts(ref('flywheel__expectations'), ref('flywheel__series')) }}
{{ flywheel._by_time() }}
{%- endif %}
