{%- set confidence = flywheel._number_var('flywheel_confidence', 0.95, most=1) -%}
{%- set int = flywheel._contract_type('int') -%}
{%- set fewest = 30 -%}
{%- set number = flywheel._number_text -%}

with {{ flywheel._losses() }},

-- predictions of one entity err together, so entities are what is counted
entities as (

    select
        use_case,
        version,
        segment,
        entity_id,
        count(*) as predictions,
        sum(loss) as loss,
        sum(naive_loss) as naive_loss
    from losses
    where segment is not null
    group by use_case, version, segment, entity_id
    union all
    select
        use_case,
        version,
        cast(null as {{ dbt.type_string() }}) as segment,
        entity_id,
        count(*) as predictions,
        sum(loss) as loss,
        sum(naive_loss) as naive_loss
    from losses
    group by use_case, version, entity_id

),

with_means as (

    select
        *,
        sum(naive_loss - loss) over (partition by use_case, version, segment)
        / sum(predictions) over (partition by use_case, version, segment) as gain
    from entities

),

slices as (

    select
        use_case,
        version,
        segment,
        sum(predictions) as sample_size,
        count(*) as entities,
        sum(loss) / sum(predictions) as loss,
        sum(naive_loss) / sum(predictions) as naive_loss,
        max(gain) as gain,
        sqrt(
            sum(power(naive_loss - loss - predictions * gain, 2)) * count(*) / nullif(count(*) - 1, 0)
        ) / sum(predictions) as standard_error
    from with_means
    group by use_case, version, segment

),

bounded as (

    select
        slices.*,
        {{ flywheel._naive_text('use_cases') }} as naive_text,
        slices.gain - {{ flywheel.normal_quantile(confidence) }} * slices.standard_error as gain_lower,
        slices.gain + {{ flywheel.normal_quantile(confidence) }} * slices.standard_error as gain_upper
    from slices
    left join use_cases
        on slices.use_case = use_cases.use_case

),

judged as (

    select
        *,
        case
            when entities < {{ fewest }} then 'not_assessed'
            when gain_upper < 0 then 'fail'
            when gain < 0 then 'warn'
            else 'pass'
        end as verdict
    from bounded

)

select
    use_case,
    version,
    segment,
    cast(sample_size as {{ int }}) as sample_size,
    cast(entities as {{ int }}) as entities,
    loss,
    naive_loss,
    gain,
    standard_error,
    gain_lower,
    gain_upper,
    verdict,
    case verdict
        when 'not_assessed'
            then {{ number('entities') }} || ' entities have an outcome, {{ fewest }} are wanted.'
        when 'fail' then 'Loses to ' || naive_text || ' by ' || {{ number('-gain') }} || ', which is more than chance.'
        when 'warn' then 'Loses to ' || naive_text || ' by ' || {{ number('-gain') }} || ', which may be chance.'
        else 'Beats ' || naive_text || ' by ' || {{ number('gain') }} || '.'
    end as reason
from judged
