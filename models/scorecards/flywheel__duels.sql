{%- set confidence = flywheel._number_var('flywheel_confidence', 0.95, most=1) -%}
{%- set int = flywheel._contract_type('int') -%}
{%- set fewest = 30 -%}
{%- set number = flywheel._number_text -%}

with {{ flywheel._losses() }},

-- an entity that was scored again and again is one piece of evidence
entities as (

    select
        use_case,
        version,
        entity_id,
        avg(loss) as loss,
        avg(naive_loss) as naive_loss,
        max(predicted_at) as last_predicted_at
    from losses
    group by use_case, version, entity_id

),

{{ flywheel._opponents('entities') }},

duels_of_versions as (

    select
        challengers.use_case,
        challengers.version,
        opponents.opponent,
        opponents.version as opponent_version,
        count(*) as entities,
        avg(challengers.loss) as loss,
        avg(theirs.loss) as opponent_loss,
        avg(theirs.loss - challengers.loss) as gain,
        stddev_samp(theirs.loss - challengers.loss) / sqrt(count(*)) as standard_error
    from opponents
    inner join entities as theirs
        on opponents.use_case = theirs.use_case and opponents.version = theirs.version
    inner join entities as challengers
        on theirs.use_case = challengers.use_case and theirs.entity_id = challengers.entity_id
    where theirs.version != challengers.version
    group by challengers.use_case, challengers.version, opponents.opponent, opponents.version

),

-- where the baseline scored none of the same entities, the naive predictor stands for it, which scores any
duels as (

    select * from duels_of_versions
    union all
    select
        entities.use_case,
        entities.version,
        'baseline' as opponent,
        cast(null as {{ dbt.type_string() }}) as opponent_version,
        count(*) as entities,
        avg(entities.loss) as loss,
        avg(entities.naive_loss) as opponent_loss,
        avg(entities.naive_loss - entities.loss) as gain,
        stddev_samp(entities.naive_loss - entities.loss) / sqrt(count(*)) as standard_error
    from entities
    left join duels_of_versions as found
        on
            entities.use_case = found.use_case
            and entities.version = found.version
            and found.opponent = 'baseline'
    where found.use_case is null
    group by entities.use_case, entities.version

),

bounded as (

    select
        duels.*,
        versions.candidate,
        versions.last_predicted_at,
        duels.gain - {{ flywheel.normal_quantile(confidence) }} * duels.standard_error as gain_lower,
        duels.gain + {{ flywheel.normal_quantile(confidence) }} * duels.standard_error as gain_upper,
        case
            when duels.opponent = 'live' then 'version ' || duels.opponent_version || ', which is live'
            when duels.opponent_version is not null then 'version ' || duels.opponent_version || ', the baseline'
            else versions.naive_text
        end as opponent_text
    from duels
    inner join versions
        on duels.use_case = versions.use_case and duels.version = versions.version
    where duels.opponent = 'live' or not versions.is_baseline

),

judged as (

    select
        *,
        case
            when entities < {{ fewest }} then 'not_assessed'
            when gain_lower > 0 then 'pass'
            when gain_upper < 0 then 'fail'
            else 'warn'
        end as verdict
    from bounded

)

select
    use_case,
    version,
    opponent,
    candidate,
    opponent_version,
    last_predicted_at,
    cast(entities as {{ int }}) as entities,
    loss,
    opponent_loss,
    gain,
    standard_error,
    gain_lower,
    gain_upper,
    verdict,
    case
        when verdict = 'not_assessed'
            then
                'Version ' || version || ' and ' || opponent_text || ' share ' || {{ number('entities') }}
                || ' entities with an outcome, {{ fewest }} are wanted.'
        when verdict = 'pass'
            then
                'Version ' || version || ' beats ' || opponent_text || ' by ' || {{ number('gain') }}
                || ', row by row.'
        when verdict = 'fail'
            then
                'Version ' || version || ' loses to ' || opponent_text || ' by ' || {{ number('-gain') }}
                || ', row by row.'
        else
            'Version ' || version || ' is not shown to differ from ' || opponent_text || ': a gain of '
            || {{ number('gain') }} || ' may be chance.'
    end as reason
from judged
