{% macro _criterion_calibrated(candidates) %}
    {#- Whether the probabilities of a candidate's newest version are off by no more than is borne, over all its predictions. Not
        where it predicts a value, or one of several classes. -#}
    {%- set most = flywheel._number_var('flywheel_max_calibration_error', 0.05, most=1) -%}
    select
        candidates.use_case,
        candidates.candidate,
        candidates.version,
        'calibrated' as criterion,
        case
            when calibrations.calibration_error is null then 'not_assessed'
            when calibrations.calibration_error > {{ most }} then 'fail'
            else 'pass'
        end as verdict,
        case
            when calibrations.calibration_error is null then 'No probability of it has met its outcome.'
            else
                'Its probabilities are off by ' || {{ flywheel._number_text('calibrations.calibration_error') }}
                || ' on average; at most {{ most }} is borne.'
        end as reason
    from {{ candidates }} as candidates
    left join (
        select
            use_case,
            version,
            sum(calibration_error * sample_size * labelled_share) / nullif(sum(sample_size * labelled_share), 0)
                as calibration_error
        from {{ ref('flywheel__model_performance') }}
        where segment is null and calibration_error is not null
        group by use_case, version
    ) as calibrations
        on candidates.use_case = calibrations.use_case and candidates.version = calibrations.version
    where
        coalesce(candidates.task, 'binary') = 'binary'
        or (candidates.task = 'multiclass' and candidates.positive_outcome is not null)
{% endmacro %}
