{% macro leaks(
    model, split, other, entity, same_row, exclude, max_shared, feature_time, prediction_time, label, positive, features, max_auc
) %}
    {#- What a model would know in training and not when it predicts, one row per rule that is broken: the same entity or the same row on
        both sides of a split, features from after the prediction, features that tell the label too well. What is not given is not looked
        at. Each rule is one scan, however many columns it looks at. -#}
    {%- set found = flywheel._tested_columns(model) -%}
    {%- set excluded = flywheel._column_names('no_leakage', 'exclude', exclude, found) | map('lower') | list -%}
    {%- set rules = [] -%}
    {%- if split is not none or other is not none -%}
        {%- do rules.append(flywheel._shared_between_parts(model, split, other, entity, same_row, excluded, max_shared, found)) -%}
    {%- elif entity or same_row -%}
        {{ flywheel._wrong_argument('no_leakage', 'split', split, "the column that says which part a row is in, for entity and same_row; or other, a second relation") }}
    {%- endif -%}
    {%- if feature_time is not none or prediction_time is not none -%}
        {%- do rules.append(flywheel._features_from_the_future(model, feature_time, prediction_time, found)) -%}
    {%- endif -%}
    {%- if label is not none -%}
        {%- set named = [label, split, prediction_time] | select('string') | list + flywheel._column_names('no_leakage', 'entity', entity)
            + flywheel._column_names('no_leakage', 'feature_time', feature_time) -%}
        {%- do rules.append(flywheel._telling_features(model, label, positive, features, excluded + named | map('lower') | list, max_auc, found)) -%}
    {%- elif features is not none -%}
        {{ flywheel._wrong_argument('no_leakage', 'label', label, 'the column that the features are to tell, where features are given') }}
    {%- endif -%}
    {%- if not rules -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: no_leakage was given nothing to check. Wanted at least one of: split or other (an entity or row in two parts), "
            ~ "feature_time with prediction_time (features from the future), label (features that tell too much)."
        ) }}
    {%- endif -%}
    {%- for rule in rules if rule | trim %}
    select * from (
        {{ rule }}
    ) as rule_{{ loop.index }}
    {{ 'union all' if not loop.last }}
    {%- else %}
    {#- the database may not be asked which columns there are -#}
    {{ flywheel._empty_relation({'rule': 'str', 'subject': 'str', 'reason': 'str'}) }}
    {%- endfor %}
{% endmacro %}


{% macro _leak(rule, subject, observed, expected, sample_size, failing_rows, example, reason) -%}
    {#- The columns of a leak, in the order and of the types that all rules share. -#}
        '{{ rule }}' as rule,
        cast({{ subject }} as {{ dbt.type_string() }}) as subject,
        cast({{ observed }} as {{ flywheel._type_double() }}) as observed,
        cast({{ expected }} as {{ flywheel._type_double() }}) as expected,
        cast({{ sample_size }} as {{ dbt.type_bigint() }}) as sample_size,
        cast({{ failing_rows }} as {{ dbt.type_bigint() }}) as failing_rows,
        cast({{ example }} as {{ dbt.type_string() }}) as example,
        {{ reason }} as reason
{%- endmacro %}
