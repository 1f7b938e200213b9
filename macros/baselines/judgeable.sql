{% macro judgeable(expectations, series) %}
    {#- What was expected, with the series and the policy that it is judged by: the rows of flywheel__baselines. -#}
    select
        {%- for column in flywheel._series_columns() %}
        series.{{ column }},
        {%- endfor %}
        {%- for column in flywheel._seen_columns()[1:] + ['expected', 'lower', 'upper', 'p_value', 'training_size', 'signal'] %}
        expectations.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ expectations }} as expectations
    inner join {{ series }} as series on expectations.series_id = series.series_id
{% endmacro %}
