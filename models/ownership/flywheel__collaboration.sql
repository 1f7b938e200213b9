{%- set is_on_record = 'true' if flywheel._is_mapped('reviews') else 'false' -%}
{%- set is_promised = 'promised_days is not null' -%}
{%- set kinds = {
    'kpi_review': 'review_every_days', 'sign_off': 'sign_off_every_days', 'retro': 'retro_every_days',
    'incident_review': 'incident_review_every_days',
} -%}
{%- set days_text = flywheel._counted('days_since', 'day') -%}
{%- set promise_text = flywheel._counted('promised_days', 'day') -%}
{%- set rules = [
    {
        'flag': 'never_held', 'severity': 'fail',
        'when': is_on_record ~ ' and ' ~ is_promised ~ ' and last_held_at is null',
        'reason': "'one every ' || " ~ promise_text ~ " || ' is promised, and none was ever held'",
        'remedy': 'Hold the first one, and put it on record in the input reviews',
    }, {
        'flag': 'overdue', 'severity': 'fail',
        'when': 'days_since > promised_days',
        'reason': "'the last was ' || " ~ days_text ~ " || ' ago, one every ' || " ~ promise_text ~ " || ' is promised'",
        'remedy': 'Hold it, or promise what the team can keep',
    }, {
        'flag': 'incident_not_reviewed', 'severity': 'fail',
        'when': is_on_record ~ " and kind = 'incident_review' and unreviewed_rollbacks > 0",
        'reason': "'nothing was reviewed after a release was rolled back in the last 90 days'",
        'remedy': 'Review what happened with those who were there, and write down what changes',
    }, {
        'flag': 'nobody_signed_off', 'severity': 'warn',
        'when': is_on_record ~ " and kind = 'sign_off' and not " ~ is_promised ~ ' and last_held_at is null',
        'reason': "'no stakeholder has signed it off'",
        'remedy': 'Agree with the stakeholder on KPI and metric, and put that on record',
    }, {
        'flag': 'business_absent', 'severity': 'warn',
        'when': "kind in ('kpi_review', 'sign_off') and roles_present is not null and business_seats = 0",
        'reason': "'nobody of the business took part, only ' || roles_present",
        'remedy': 'Hold it with the stakeholder, an expert of the domain or the product manager',
    }, {
        'flag': 'makers_absent', 'severity': 'warn',
        'when': "kind in ('kpi_review', 'retro', 'incident_review') and roles_present is not null and maker_seats = 0",
        'reason': "'nobody who makes it took part, only ' || roles_present",
        'remedy': 'Hold it with those who train the model and run it',
    },
] -%}

with use_cases as (

    select * from {{ ref('flywheel__use_cases') }}

),

reviews as (

    select * from {{ ref('flywheel__input_reviews') }}
    where held_at <= {{ flywheel._now() }}

),

promises as (

    {%- for kind, promise in kinds.items() %}
    select
        use_case,
        '{{ kind }}' as kind,
        {{ promise }} as promised_days
    from use_cases
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

meetings as (

    select
        use_case,
        kind,
        max(held_at) as last_held_at,
        count(distinct case when held_at > {{ dbt.dateadd('day', -90, flywheel._now()) }} then held_at end) as held_90d
    from reviews
    group by use_case, kind

),

-- who took part in the last 90 days; where nothing was held then, in the last one
seats as (

    select distinct
        reviews.use_case,
        reviews.kind,
        reviews.role,
        case when reviews.role in ('stakeholder', 'product', 'domain_expert') then 1 else 0 end as is_business
    from reviews
    inner join meetings on reviews.use_case = meetings.use_case and reviews.kind = meetings.kind
    where
        reviews.role is not null
        and (
            reviews.held_at > {{ dbt.dateadd('day', -90, flywheel._now()) }}
            or (meetings.held_90d = 0 and reviews.held_at = meetings.last_held_at)
        )

),

attendance as (

    select
        use_case,
        kind,
        {{ dbt.listagg('role', "', '", 'order by role') }} as roles_present,
        sum(is_business) as business_seats,
        sum(1 - is_business) as maker_seats
    from seats
    group by use_case, kind

),

rollbacks as (

    select
        use_case,
        coalesce(retired_at, deployed_at) as rolled_back_at
    from {{ ref('flywheel__input_deployments') }}
    where
        outcome = 'rolled_back'
        and coalesce(retired_at, deployed_at) <= {{ flywheel._now() }}
        and coalesce(retired_at, deployed_at) > {{ dbt.dateadd('day', -90, flywheel._now()) }}

),

unreviewed as (

    select
        rollbacks.use_case,
        count(*) as unreviewed_rollbacks
    from rollbacks
    left join meetings on rollbacks.use_case = meetings.use_case and meetings.kind = 'incident_review'
    where meetings.last_held_at is null or meetings.last_held_at < rollbacks.rolled_back_at
    group by rollbacks.use_case

),

held as (

    select
        promises.use_case,
        promises.kind,
        promises.promised_days,
        meetings.last_held_at,
        {{ dbt.datediff('meetings.last_held_at', flywheel._now(), 'day') }} as days_since,  -- noqa: LT05
        coalesce(meetings.held_90d, 0) as held_90d,
        attendance.roles_present,
        attendance.business_seats,
        attendance.maker_seats,
        coalesce(unreviewed.unreviewed_rollbacks, 0) as unreviewed_rollbacks
    from promises
    left join meetings on promises.use_case = meetings.use_case and promises.kind = meetings.kind
    left join attendance on promises.use_case = attendance.use_case and promises.kind = attendance.kind
    left join unreviewed on promises.use_case = unreviewed.use_case

)

select
    use_case,
    kind,
    promised_days,
    last_held_at,
    days_since,
    held_90d,
    roles_present,
    {{ flywheel._judged(
        rules,
        good="'the last was ' || " ~ days_text ~ " || ' ago' || case when " ~ is_promised ~ " then ', one every ' || "
            ~ promise_text ~ " || ' is promised' else '' end",
        not_assessed='not ' ~ is_on_record ~ " or last_held_at is null or (kind <> 'sign_off' and not " ~ is_promised ~ ')',
        not_assessed_reason="case when not " ~ is_on_record ~ " then 'nothing is mapped to the input reviews'
            when last_held_at is null then 'none is promised and none was held'
            else 'none is promised; the last was ' || " ~ days_text ~ " || ' ago' end",
    ) }}
from held
