{% macro skewed_columns(
    model, training, columns=none, keys=[], training_where=none, time_column=none, days=7, tolerance=0.000001, max_mismatched=0.01,
    statistic='psi', min_effect=0.1, false_alarm_rate=0.01, sample_rows=500000, edge_rows=100000
) %}
    {#- What differs between the rows a model is trained on and those it serves: columns of the training set that serving lacks or has
        in another kind of type; columns whose distribution drifted; and, where `keys` say which rows are the same, columns whose
        values differ in more than `max_mismatched` of those rows. Laid out as the rows of drifted_columns. -#}
    {%- set test = 'no_training_serving_skew' -%}
    {{ flywheel._check_skew_arguments(test, training, keys, tolerance, max_mismatched) }}
    {%- set keys = flywheel._column_names(test, 'keys', keys, flywheel._tested_columns(model)) -%}
    {%- set skipped = keys + ([time_column] if time_column else []) -%}
    {%- set compared = flywheel._compared_columns(test, model, training, columns, skipped | map('lower') | list) -%}
    select *
    from (
        {{ flywheel.drifted_columns(
            model, training, columns or compared | map(attribute='name') | list or none, training_where, time_column, days, 28, statistic,
            min_effect, false_alarm_rate, sample_rows, edge_rows, none, test, says_unassessed=columns is not none
        ) }}
    ) as drifted
    {%- for reason in flywheel._lacking_columns(model, training, skipped) if columns is none %}
    union all
    {{ flywheel._not_assessed_drift(reason, statistic, min_effect) }}
    {%- endfor %}
    {%- if keys and compared %}
    union all
    select *
    from (
        {{ flywheel._mismatched_columns(model, training, compared, keys, training_where, tolerance, max_mismatched) }}
    ) as mismatched
    {%- endif %}
{% endmacro %}


{% macro _check_skew_arguments(test, training, keys, tolerance, max_mismatched) %}
    {%- set problems = [] -%}
    {%- if training is none or training is string -%}
        {%- do problems.append("training is " ~ training ~ ", wanted the relation a model is trained on, as in ref('training_set')") -%}
    {%- endif -%}
    {%- if keys is mapping or keys is not iterable -%}
        {%- do problems.append("keys is " ~ keys ~ ", wanted the columns that say which rows are the same, as in [entity_id, as_of]") -%}
    {%- endif -%}
    {%- for name, value in [('tolerance', tolerance), ('max_mismatched', max_mismatched)] -%}
        {%- if value is not number or value is boolean or not 0 <= value < 1 -%}
            {%- do problems.append(name ~ " is " ~ value ~ ", wanted a share from 0 up to 1") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error("flywheel: " ~ test ~ ": " ~ problems[0] ~ ".") }}
    {%- endif -%}
{% endmacro %}


{% macro _lacking_columns(model, training, skipped) %}
    {#- What the training set has and serving lacks, in words. Nothing where the database may not be asked. -#}
    {%- set served = flywheel._typed_columns(model) -%}
    {%- set reasons = [] -%}
    {%- for name, column in flywheel._typed_columns(training).items() if served and name not in skipped | map('lower') | list -%}
        {%- if name not in served -%}
            {%- do reasons.append(column.name ~ ' is in the training set, and serving lacks it') -%}
        {%- elif served[name].kind != column.kind -%}
            {%- do reasons.append(column.name ~ ' is ' ~ column.type ~ ' in the training set and ' ~ served[name].type ~ ' in serving') -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(reasons) }}
{% endmacro %}
