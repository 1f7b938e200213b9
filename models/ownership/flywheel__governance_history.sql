{{ config(
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    on_schema_change='append_new_columns',
    pre_hook="{{ flywheel._forget_today() }}",
) }}
{%- set complexity = ['nodes', 'edges', 'depth', 'sources', 'teams', 'hand_overs', 'automated_run_share'] -%}
{%- set scores = ['data', 'model', 'infrastructure', 'monitoring', 'team', 'score'] -%}

{%- for metric in complexity %}
select
    use_case,
    'pipeline_{{ metric }}' as metric,
    cast({{ dbt.date_trunc('day', flywheel._now()) }} as date) as day,
    cast({{ metric }} as {{ flywheel._contract_type('float') }}) as value
from {{ ref('flywheel__pipeline_sizes') }}
union all
{%- endfor %}
{%- for metric in scores %}
select
    use_case,
    'guide_{{ metric }}' as metric,
    cast({{ dbt.date_trunc('day', flywheel._now()) }} as date) as day,
    cast({{ metric }} as {{ flywheel._contract_type('float') }}) as value
from {{ ref('flywheel__guide_scores') }}
{{ 'union all' if not loop.last }}
{%- endfor %}
