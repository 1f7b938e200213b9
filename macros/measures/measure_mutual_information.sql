{% macro measure_mutual_information(column, other, where=none) %}
    {#- In nats, over rows in which both are known: sum(n/N ln(n N / (n_x n_y))) with the counts of the two columns (Cover and
        Thomas 2006). -#}
    {%- set float = flywheel._type_double() -%}
    {%- set rows = 'cast(flywheel_group_rows as ' ~ float ~ ')' -%}
    {%- set value -%}
    sum(
        case when flywheel_group_rows > 0
            then {{ rows }} * (ln({{ rows }}) - ln(cast(flywheel_first_rows as {{ float }})) - ln(cast(flywheel_second_rows as {{ float }})))
        end
    ) / nullif(sum({{ rows }}), 0) + ln(nullif(sum({{ rows }}), 0))
    {%- endset -%}
    {{ return({
        'by': [column, other],
        'margins': true,
        'where': flywheel._both(column ~ ' is not null and ' ~ other ~ ' is not null', where),
        'value': value,
        'sample_size': 'coalesce(sum(flywheel_group_rows), 0)',
    }) }}
{% endmacro %}
