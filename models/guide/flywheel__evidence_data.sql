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
        count(case when models.is_contracted then 1 end) as contracted_models,
        min(case when not models.is_contracted then models.name end) as model_without
    from use_cases
    inner join {{ ref('flywheel__edges') }} as edges on use_cases.node_id = edges.child_id
    inner join models on edges.parent_id = models.node_id
    group by use_cases.use_case

),

models_behind as (

    select
        ancestors.use_case,
        count(*) as models,
        count(case when models.tests > 0 then 1 end) as tested_models,
        min(case when models.tests = 0 then models.name end) as model_without
    from ancestors
    inner join models on ancestors.node_id = models.node_id
    group by ancestors.use_case

),

-- what a test can say of a rule, of those that have one; that it only warns does not make what it found go away
rules as (

    select
        use_case,
        case test_name when 'privacy_screened' then 'privacy_controlled' else 'features_allowed' end as criterion,
        has_found
    from {{ ref('flywheel__tests_behind') }}
    where is_newest and test_name in ('privacy_screened', 'no_leakage', 'point_in_time_correct')

),

kept_rules as (

    select
        use_case,
        criterion,
        count(*) as tests,
        count(case when has_found then 1 end) as finding_tests
    from rules
    group by use_case, criterion

)

select
    use_case,
    'features_in_schema' as criterion,
    contracted_models = models as is_met,
    {{ flywheel._count_text('contracted_models', 'models') }}
    || ' models that it reads have an enforced contract'
    || coalesce(', ' || model_without || ' has none', '') as evidence
from read_models
union all
select
    use_case,
    'feature_code_tested' as criterion,
    tested_models = models as is_met,
    {{ flywheel._count_text('tested_models', 'models') }} || ' models behind it have a data test'
    || coalesce(', ' || model_without || ' has none', '') as evidence
from models_behind
union all
select
    use_case,
    criterion,
    finding_tests = 0 as is_met,
    {{ flywheel._count_text('finding_tests', 'tests') }}
    || case criterion when 'privacy_controlled' then ' screens for personal data' else ' tests for leakage' end
    || ' behind it found something when they last ran' as evidence
from kept_rules
