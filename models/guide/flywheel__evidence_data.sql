with ancestors as (

    select * from {{ ref('flywheel__ancestors') }}

),

models as (

    select * from {{ ref('flywheel__nodes') }}
    where resource_type = 'model'

),

use_cases as (

    select
        node_id,
        name as use_case
    from {{ ref('flywheel__nodes') }}
    where resource_type = 'exposure' and exposure_type = 'ml'

),

read_models as (

    select
        use_cases.use_case,
        count(*) as models,
        count(case when models.is_contracted then 1 end) as contracted_models
    from use_cases
    inner join {{ ref('flywheel__edges') }} as edges on use_cases.node_id = edges.child_id
    inner join models on edges.parent_id = models.node_id
    group by use_cases.use_case

),

models_behind as (

    select
        ancestors.use_case,
        count(*) as models,
        count(case when models.tests > 0 then 1 end) as tested_models
    from ancestors
    inner join models on ancestors.node_id = models.node_id
    group by ancestors.use_case

)

select
    use_case,
    'features_in_schema' as criterion,
    contracted_models = models as is_met,
    {{ flywheel._count_text('contracted_models', 'models') }}
    || ' models that it reads have an enforced contract' as evidence
from read_models
union all
select
    use_case,
    'feature_code_tested' as criterion,
    tested_models = models as is_met,
    {{ flywheel._count_text('tested_models', 'models') }} || ' models behind it have a data test' as evidence
from models_behind
