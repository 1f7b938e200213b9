{%- set period = var('flywheel_first_mile_period', 'day') -%}
{%- if period not in ['day', 'week', 'month'] -%}
    {{ exceptions.raise_compiler_error(
        "flywheel: the var flywheel_first_mile_period is '" ~ period ~ "'; wanted day, week or month."
    ) }}
{%- endif -%}
{%- set int = flywheel._contract_type('int') -%}
{%- set float = flywheel._contract_type('float') -%}
{%- set text = flywheel._number_text -%}
{%- set four_weeks_ago = dbt.dateadd('day', -28, flywheel._now()) -%}

with items as (

    select
        *,
        {{ flywheel._period_start('arrived_at', period) }} as period_start
    from {{ ref('flywheel__item_progress') }}

),

-- how many wait for a step, in the dataset as a whole, and how many a day have made it in the last four weeks
backlogs as (

    select
        dataset,
        {%- for step in ('shaped', 'accepted', 'labelled') %}
        sum(case when waits_for = '{{ step }}' then 1 else 0 end) as waiting_{{ step }},
        {%- endfor %}
        sum(case when shaped_at > {{ four_weeks_ago }} then 1 else 0 end) / 28.0 as shaped_a_day,
        sum(case when labelled_at > {{ four_weeks_ago }} then 1 else 0 end) / 28.0 as labelled_a_day
    from items
    group by dataset

),

promises as (

    {{ flywheel._settings_relation('label_coverage') }}

),

periods as (

    select
        dataset,
        period_start,
        count(*) as arrived,
        count(shaped_at) as shaped,
        sum(case when is_accepted then 1 else 0 end) as accepted,
        sum(case when is_labelled then 1 else 0 end) as labelled,
        sum(case when has_gold then 1 else 0 end) as gold,
        {{ flywheel._quantile('hours_to_shape', 0.5) }} as hours_to_shape_p50,
        {{ flywheel._quantile('hours_to_label', 0.5) }} as hours_to_label_p50,
        count(waits_for) as waiting,
        max(patience_hours) as patience_hours,
        {%- for step in ('shaped', 'accepted', 'labelled') %}
        min(case when waits_for = '{{ step }}' and is_overdue then waiting_since end) as late_{{ step }}_since,
        sum(case when waits_for = '{{ step }}' and is_overdue then 1 else 0 end) as late_{{ step }},
        {%- endfor %}
        sum(case when waits_for = 'labelled' then 1 else 0 end) as waiting_labelled
    from items
    group by dataset, period_start

),

-- where only a share of the items is to be labelled, no more are missed
overdue as (

    select
        periods.*,
        coalesce(promises.value, 1) as promised_coverage,
        case
            when
                periods.labelled + periods.late_labelled
                <= coalesce(promises.value, 1) * (periods.labelled + periods.waiting_labelled)
                then periods.late_labelled
            else {{ flywheel._at_least(
                'ceil(coalesce(promises.value, 1) * (periods.labelled + periods.waiting_labelled) - 1e-9) - periods.labelled', 0
            ) }}
        end as missed_labels
    from periods
    left join promises on periods.dataset = promises.dataset

),

stuck as (

    select
        *,
        late_shaped + late_accepted + missed_labels as late,
        case
            when late_shaped + late_accepted + missed_labels = 0 then null
            when late_shaped >= late_accepted and late_shaped >= missed_labels then 'shaped'
            when late_accepted >= missed_labels then 'accepted'
            else 'labelled'
        end as stuck_at
    from overdue

),

judged as (

    select
        stuck.*,
        case stuck.stuck_at
            when 'shaped' then stuck.late_shaped_since
            when 'accepted' then stuck.late_accepted_since
            when 'labelled' then stuck.late_labelled_since
        end as stuck_since,
        case stuck.stuck_at
            when 'shaped' then backlogs.waiting_shaped / nullif(backlogs.shaped_a_day, 0)
            when 'labelled' then backlogs.waiting_labelled / nullif(backlogs.labelled_a_day, 0)
        end as days_to_clear,
        case
            when stuck.late >= 0.1 * stuck.arrived and stuck.late > 0 then 'fail'
            when stuck.late > 0 then 'warn'
            when stuck.waiting > 0 and stuck.promised_coverage = 1 then 'not_assessed'
            else 'pass'
        end as verdict
    from stuck
    inner join backlogs on stuck.dataset = backlogs.dataset

)

select
    dataset,
    period_start,
    cast(arrived as {{ int }}) as arrived,
    cast(shaped as {{ int }}) as shaped,
    cast(accepted as {{ int }}) as accepted,
    cast(labelled as {{ int }}) as labelled,
    cast(gold as {{ int }}) as gold,
    cast(shaped as {{ float }}) / arrived as shaped_share,
    cast(accepted as {{ float }}) / arrived as accepted_share,
    cast(labelled as {{ float }}) / arrived as label_coverage,
    hours_to_shape_p50,
    hours_to_label_p50,
    cast(waiting as {{ int }}) as backlog,
    cast(late as {{ int }}) as overdue,
    stuck_at,
    stuck_since,
    cast(days_to_clear as {{ float }}) as days_to_clear,
    verdict,
    case
        when late > 0
            then
                {{ text('late') }} || ' of ' || {{ text('arrived') }} || ' items are overdue, most of them to be '
                || stuck_at || ', since ' || cast(stuck_since as {{ dbt.type_string() }})
                || case
                    when stuck_at = 'accepted' then ''
                    when days_to_clear is null then '; none has been in the last four weeks'
                    else
                        '; at the rate of the last four weeks it takes '
                        || {{ flywheel._counted('days_to_clear', 'day') }}
                        || ' to clear all that the dataset has waiting there'
                end
        when verdict = 'not_assessed'
            then
                {{ text('waiting') }} || ' of ' || {{ text('arrived') }} || ' items are on their way, '
                || 'none for longer than ' || {{ flywheel._counted('patience_hours', 'hour') }}
        when waiting > 0 then 'as many are labelled as was promised, or on their way'
        else 'all ' || {{ text('arrived') }} || ' items are labelled or turned down'
    end as reason
from judged
