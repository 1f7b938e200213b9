{% macro outside_error_budget(model, data_products) %}
    {#- The data products that miss their promise, or are about to. -#}
    {%- set tested = flywheel._tested_node() -%}
    {%- if execute and tested.name != 'flywheel__data_products' and flywheel._flywheel_meta(tested).get('slo') is not number -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: within_error_budget: " ~ tested.name ~ " promises nothing; wanted a share in its meta, as in flywheel: {slo: 0.99}."
        ) }}
    {%- endif -%}
    select
        node_id,
        producer_team,
        slo,
        slo_days,
        attained,
        error_budget_left,
        reason,
        remedy
    {{ flywheel._about_tested(model, 'flywheel__data_products', data_products, 'node_id') }}
    and verdict = 'fail'
{% endmacro %}
