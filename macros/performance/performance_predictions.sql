{% macro _performance_predictions(from=none) %}
    {#- Every prediction by now, with its period; `from`: the first period, as text. -#}
    select
        use_case,
        version,
        segment,
        entity_id,
        predicted_at,
        {{ flywheel._period_start('predicted_at', flywheel._performance_period()) }} as period_start,
        {{ flywheel._finite('score') }} as score
    from {{ ref('flywheel__input_predictions') }}
    where
        use_case is not null
        and version is not null
        and predicted_at <= {{ flywheel._now() }}
        {%- if from %}
        and {{ flywheel._not_before('predicted_at', from) }}
        {%- endif %}
{% endmacro %}
