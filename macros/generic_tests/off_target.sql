{% macro off_target(model, column_name, time_column, segments, period, metric, target, direction, policy, periods) %}
    {#- The newest values on the bad side of their target, judged as flywheel__verdicts judges a fixed bound: a known event, a delay,
        too small a sample and a missing value excuse. -#}
    {%- set measurements = flywheel._tested_measurements('on_target', model, column_name, time_column, segments, period, metric) -%}
    {%- set wanted = [column_name] if column_name else ([metric] if metric is string else (metric or [])) -%}
    {%- set policies = flywheel._target_policies(wanted, target, direction, policy) -%}
    with measurements as (
        {{ measurements }}
    ),

    {{ flywheel._judged_as_verdicts(policies) }},

    held_against as (
        select
            *,
            {{ flywheel._target_setting(policies, 'target', 'float') }} as target,
            {{ flywheel._target_setting(policies, 'direction', 'str') }} as direction,
            max(case when breaches_in_a_row = 1 then period_start end) over (
                partition by series_id order by period_start rows unbounded preceding
            ) as off_target_since
        from verdicts
    )

    select
        subject_type,
        subject,
        metric,
        segment_by,
        segment,
        period_start,
        value as observed,
        target,
        value - target as gap,
        off_target_since,
        breaches_in_a_row as periods_off_target,
        {{ flywheel._number_text('value') }} || ' is ' || case direction when 'down' then 'below' else 'above' end
        || ' the target of ' || {{ flywheel._number_text('target') }} || ' by ' || {{ flywheel._number_text('abs(value - target)') }}
        || ', since ' || cast(off_target_since as {{ dbt.type_string() }})
        || case when breaches_in_a_row > 1
            then ' (' || {{ flywheel._number_text('breaches_in_a_row') }} || ' in a row)' else ''
        end as reason,
        owner
    from {{ flywheel._failing_now('held_against', periods, 'on_target') }} as failing
{% endmacro %}


{% macro _target_setting(policies, setting, kind) -%}
    {#- A setting of the policy that a row's metric is judged by; the policy without a metric is for all others. -#}
    case
    {%- for policy in policies if policy.metric %}
        when metric = {{ flywheel._literal(policy.metric) }} then {{ flywheel._literal(policy[setting]) }}
    {%- endfor %}
    {%- for policy in policies if not policy.metric %}
        when metric is not null then {{ flywheel._literal(policy[setting]) }}
    {%- endfor %}
        else cast(null as {{ flywheel._contract_type(kind) }})
    end
{%- endmacro %}


{% macro _target_policies(wanted, target, direction, policy) %}
    {#- The policies of the metrics that have a target, in which it is the one bound, on the side that is bad. `wanted`: the metrics
        tested; none for all that have a target. -#}
    {%- set settings = dict(policy or {}) -%}
    {%- for key, value in [('target', target), ('direction', direction)] if value is not none -%} {%- do settings.update({key: value}) -%} {%- endfor -%}
    {%- set policies = flywheel._tested_policies('on_target', settings) -%}
    {%- if settings.get('direction') == 'both' -%}
        {{ exceptions.raise_compiler_error("flywheel: on_target: direction is 'both', wanted down (below the target is bad) or up (above it is).") }}
    {%- endif -%}
    {%- if not execute -%} {{ return([]) }} {%- endif -%}
    {%- set others = policies[0] -%}
    {%- set own = {} -%}
    {%- for policy in policies[1:] -%} {%- do own.update({policy.metric: policy}) -%} {%- endfor -%}
    {%- set tested = [] -%}
    {%- for metric in wanted -%}
        {%- do tested.append(own[metric] if metric in own else dict(others, metric=metric)) -%}
    {%- endfor -%}
    {%- if not wanted -%} {%- do tested.extend(policies | rejectattr('target', 'none')) -%} {%- endif -%}
    {%- set model_name = flywheel._tested_node().name -%}
    {%- if not tested -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: on_target: no metric of model '" ~ model_name ~ "' has a target. Set target and direction as arguments of the test, "
            ~ "or in the model's meta, as in meta: {flywheel: {metrics: {on_time_rate: {target: 0.8, direction: down}}}}."
        ) }}
    {%- endif -%}
    {%- for policy in tested -%}
        {%- set name = ("metric '" ~ policy.metric ~ "'" if policy.metric else 'every metric') ~ " of model '" ~ model_name ~ "'" -%}
        {%- set place = "as an argument of the test, or in the model's meta.flywheel.metrics" ~ ('.' ~ policy.metric if policy.metric else '') -%}
        {%- if policy.target is none -%}
            {{ exceptions.raise_compiler_error("flywheel: on_target: " ~ name ~ " has no target. Set target " ~ place ~ ".") }}
        {%- endif -%}
        {%- if policy.direction not in ('down', 'up') -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: on_target: " ~ name ~ " has the target " ~ policy.target ~ " and direction '" ~ policy.direction
                ~ "', which does not say which side of it is bad. Set direction to down (below is bad) or up (above is bad) " ~ place ~ "."
            ) }}
        {%- endif -%}
        {%- do policy.update({
            'method': 'fixed',
            'min': policy.target if policy.direction == 'down' else none,
            'max': policy.target if policy.direction == 'up' else none,
        }) -%}
    {%- endfor -%}
    {{ return(tested) }}
{% endmacro %}
