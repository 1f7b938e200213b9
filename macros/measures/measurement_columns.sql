{% macro measurement_columns() %}
    {#- The columns of every measurement model: {column: contract type}. The first six are the grain. -#}
    {{ return({
        'subject_type': 'str', 'subject': 'str', 'metric': 'str', 'segment_by': 'str', 'segment': 'str',
        'period_start': 'ts', 'value': 'float', 'sample_size': 'int', 'numerator': 'float', 'period': 'str',
    }) }}
{% endmacro %}


{% macro _checked_measurement_columns(relation) %}
    {#- The columns of a model named in flywheel_measurements, or an error that says which are missing. -#}
    {%- set wanted = flywheel.measurement_columns().keys() | list -%}
    {%- if execute and flags.INTROSPECT -%}
        {%- set found = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list -%}
        {%- set missing = wanted | reject('in', found) | list -%}
        {%- if found and missing -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: the var flywheel_measurements names model '" ~ relation.identifier ~ "', which lacks the column"
                ~ (" '" if missing | length == 1 else "s '") ~ missing | join("', '")
                ~ "'. Wanted: a model written with flywheel.measure(). Columns found: " ~ found | join(', ') ~ "."
            ) }}
        {%- endif -%}
    {%- endif -%}
    {{ return(wanted) }}
{% endmacro %}
