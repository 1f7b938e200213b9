{% macro outside_error_budget(model, data_products) %}
    {#- The data products that miss their promise, or are about to. -#}
    {%- set tested = flywheel._tested_node() -%}
    {%- if execute and tested.name != 'flywheel__data_products' -%}
        {%- set promise = flywheel._promise(flywheel._flywheel_meta(tested)) -%}
        {%- if promise.slo is none or promise.problem -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: within_error_budget: " ~ tested.name ~ ": " ~ (promise.problem or "it promises nothing")
                ~ "; wanted a share in its meta, as in flywheel: {slo: 0.99}."
            ) }}
        {%- endif -%}
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
