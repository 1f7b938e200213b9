{% macro _performance_levels(scored) %}
    {#- Predictions made numbers, per use_case, version and period, as a whole and by segment: how many, and how right. For a relation of
        predictions with score, outcome, is_labelled, naive and task. Common table expressions; the last is `levels`. -#}
    {# a score that is like others has the mean of their ranks: of the first, and of the last, which cume_dist() gives #}
    ranked as (
        select
            *,
            score is not null and outcome is not null as is_judged,
            rank() over whole_scores as whole_rank,
            cume_dist() over whole_scores as whole_share,
            rank() over segment_scores as segment_rank,
            cume_dist() over segment_scores as segment_share
        from {{ scored }}
        window
            whole_scores as (
                partition by
                    use_case, version, period_start,
                    case when score is not null and outcome is not null then 1 else 0 end
                order by score
            ),
            segment_scores as (
                partition by
                    use_case, version, period_start, segment,
                    case when score is not null and outcome is not null then 1 else 0 end
                order by score
            )
    ),

    losses as (
        select
            *,
            case when is_judged and task in ('binary', 'multiclass') then outcome end as class,
            case when is_judged then {{ flywheel._row_loss('score') }} end as loss,
            case when is_judged and naive is not null then {{ flywheel._row_loss('naive') }} end as naive_loss,
            case when is_judged and task != 'classes' then power(outcome - score, 2) end as square,
            case when is_judged and task = 'regression' then abs(outcome - score) end as distance
        from ranked
    ),

    levels as (
        select
            use_case,
            version,
            segment,
            period_start,
            grouping(segment) as is_whole,
            min(task) as task,
            min(judged_as) as judged_as,
            max(predicted_at) as last_predicted_at,
            count(*) as sample_size,
            count(score) as scored,
            sum(is_labelled) as labelled,
            count(loss) as judged,
            avg(case when task in ('binary', 'multiclass') then outcome end) as base_rate,
            sum(class) as positives,
            count(class) - sum(class) as negatives,
            {%- for kind in ['rank', 'share'] %}
            case when grouping(segment) = 1 then sum(class * whole_{{ kind }}) else sum(class * segment_{{ kind }}) end
                as {{ kind }}_sum,
            {%- endfor %}
            {{ flywheel.calibration_error('score', 'class', '(1 - class)') }} as calibration_error,
            {%- for column in ['loss', 'square', 'distance'] %}
            avg({{ column }}) as {{ column }},
            stddev_samp({{ column }}) / sqrt(count({{ column }})) as {{ column }}_error,
            {%- endfor %}
            {{ flywheel.r2('score', "case when is_judged and task = 'regression' then outcome end") }} as r2,
            max(naive) as naive,
            avg(naive_loss) as naive_loss,
            avg(naive_loss - loss) as gain,
            stddev_samp(naive_loss - loss) / sqrt(count(naive_loss)) as gain_error
        from losses
        group by use_case, version, period_start, rollup(segment)
    )
{% endmacro %}
