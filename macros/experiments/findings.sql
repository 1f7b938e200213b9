{% macro _findings(relation, confidence) %}
    {#- What an experiment shows, in a word or two, and null where nothing can be said of it. Common table expressions; the last is
        `found`. The share of contaminated units that breaks a split is GrowthBook's. -#}
    sized {{ flywheel._as_step() }} (
        select
            *,
            abs(control_mean * {{ flywheel._number_var('flywheel_experiment_min_effect', 0.05) }}) / judged_error as effect_that_matters
        from {{ relation }}
    ),

    powered {{ flywheel._as_step() }} (
        select
            *,
            case when effect_that_matters is not null then {{ flywheel._power('effect_that_matters', confidence) }} end as power,
            {{ flywheel._detectable('judged_error', confidence) }} as detectable_lift,
            adjusted_p_value < {{ 1 - confidence }} as is_shown,
            case kpi_direction when 'higher_is_better' then judged_lift when 'lower_is_better' then -judged_lift end as gain
        from sized
    ),

    found {{ flywheel._as_step() }} (
        select
            *,
            case
                when control is null then null
                when srm_p_value < 0.001 then 'broken split'
                when all_contaminated_units > 0.01 * (all_contaminated_units + all_assigned_units) then 'broken split'
                when units < 8 or control_units < 8 then 'too early'
                when judged_error is null then null
                when is_shown and gain > 0 then 'works'
                when is_shown and gain < 0 then 'harms'
                when is_shown then null
                when is_running then 'too early'
                else 'no effect shown'
            end as finding
        from powered
    )
{% endmacro %}


{% macro _finding_verdict() -%}
    case
        when finding = 'works' then 'pass'
        when finding in ('harms', 'broken split') then 'fail'
        when finding = 'no effect shown' then 'warn'
        else 'not_assessed'
    end
{%- endmacro %}
