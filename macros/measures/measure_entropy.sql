{% macro measure_entropy(column, where=none) %}
    {#- Shannon's, in nats, over the distinct values (or combinations): ln N - sum(n ln n) / N, which is Deequ's -sum(p ln p). -#}
    {%- set rows = 'cast(flywheel_group_rows as ' ~ flywheel._type_double() ~ ')' -%}
    {%- set value -%}
    case
        when sum(flywheel_group_rows) = 0 then null
        when max(flywheel_group_rows) = sum(flywheel_group_rows) then 0
        else ln(sum({{ rows }})) - sum(case when flywheel_group_rows > 0 then {{ rows }} * ln({{ rows }}) end) / sum({{ rows }})
    end
    {%- endset -%}
    {{ return({
        'by': flywheel._as_list(column),
        'where': flywheel._both(flywheel._any_known(column), where),
        'value': value,
        'sample_size': 'coalesce(sum(flywheel_group_rows), 0)',
    }) }}
{% endmacro %}
