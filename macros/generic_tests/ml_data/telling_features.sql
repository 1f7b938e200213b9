{% macro _telling_features(model, label, positive, features, excluded, max_auc, found) %}
    {#- Features that alone rank the label too well to be true, by the area under the ROC curve, whichever way it goes. One scan: rows
        are counted by feature, value and label.

        Numbers and times are ranked as they are (mid-ranks for ties), values of anything else by the share of positives among their
        rows, the values of fewer than 30 rows taken together, for a value of one row would tell itself. Whether a feature is there is
        a feature of its own. Told is what is above `max_auc` by more than chance, 1.6449 times (one-sided at 95%) the standard error that
        Hanley and McNeil (1982) give for an area of `max_auc`. -#}
    {%- do flywheel._column_names('no_leakage', 'label', label, found) -%}
    {%- if label is not string -%} {{ flywheel._wrong_argument('no_leakage', 'label', label, 'the name of the column that holds the label') }} {%- endif -%}
    {{ flywheel._check_bounded('no_leakage', 'max_auc', max_auc, 0.5, 1) }}
    {%- set known = ['int', 'float', 'date', 'ts', 'bool', 'str'] -%}
    {%- set names = [] -%}
    {%- for name in flywheel._column_names('no_leakage', 'features', features, found) -%} {%- do names.append(name) -%} {%- endfor -%}
    {%- if features is none -%}
        {%- for name, type in found.items() if name not in excluded and flywheel._type_family(type) in known -%} {%- do names.append(name) -%} {%- endfor -%}
    {%- endif -%}
    {%- if execute and flags.INTROSPECT and not names -%}
        {{ flywheel._wrong_argument('no_leakage', 'features', features, 'names of columns: none was found that could be a feature') }}
    {%- endif -%}
    {%- set float = flywheel._type_double() -%}
    {%- set str = dbt.type_string() -%}
    {%- set quoted = flywheel._quoted_columns(model) -%}
    {%- set numbers = {} -%}
    {%- for name in names -%}
        {%- set column = quoted.get(name | lower, name) -%}
        {%- set family = flywheel._type_family(found.get(name | lower, '')) -%}
        {%- if family in ('int', 'float') -%} {%- do numbers.update({name: flywheel._finite('cast(' ~ column ~ ' as ' ~ float ~ ')')}) -%}
        {%- elif family in ('date', 'ts') -%}
            {%- do numbers.update({name: 'cast(' ~ dbt.datediff(flywheel._origin(), flywheel._as_utc_timestamp(column, found[name | lower]), 'second') ~ ' as ' ~ float ~ ')'}) -%}
        {%- endif -%}
    {%- endfor -%}
    with features as (
        {{ flywheel._rows(flywheel._numbered(names), {'flywheel_number': 'int', 'flywheel_name': 'str'}) }}
    ),

    labelled_values as (
        select
            features.flywheel_number as feature_number,
            features.flywheel_name as feature,
            {{ flywheel._known_label(label) }} as label,
            case features.flywheel_number
                when 0 then cast(null as {{ float }})
            {%- for name in names if name in numbers %}
                when {{ names.index(name) + 1 }} then {{ numbers[name] }}
            {%- endfor %}
            end as number_value,
            case features.flywheel_number
                when 0 then cast(null as {{ str }})
            {%- for name in names if name not in numbers %}
                when {{ names.index(name) + 1 }} then cast({{ quoted.get(name | lower, name) }} as {{ str }})
            {%- endfor %}
            end as category
        from {{ model }}
        cross join features
    ),

    counted as (
        select
            feature_number,
            feature,
            label,
            number_value,
            category,
            count(*) as row_count
        from labelled_values
        where label is not null
        group by feature_number, feature, label, number_value, category
    ),

    labels as (
        select
            count(distinct label) as label_count,
            {% if positive is not none -%}
            max(case when label = {{ flywheel._literal((positive | lower) if positive is boolean else positive | string) }} then label end)
            {%- else -%}
            max(label)
            {%- endif %} as positive,
            sum(case when feature_number = 1 then row_count else 0 end) as sample_size
        from counted
    ),

    counted_values as (
        select
            counted.feature_number,
            counted.feature,
            counted.number_value,
            counted.category,
            sum(case when counted.label = labels.positive then counted.row_count else 0 end) as positives,
            sum(case when counted.label = labels.positive then 0 else counted.row_count end) as negatives
        from counted
        cross join labels
        group by counted.feature_number, counted.feature, counted.number_value, counted.category
    ),

    pooled as (
        select
            feature_number,
            feature,
            number_value,
            case when positives + negatives >= 30 then category end as category,
            case when number_value is null and category is null then 1 else 0 end as is_missing,
            sum(positives) as positives,
            sum(negatives) as negatives
        from counted_values
        group by
            feature_number,
            feature,
            number_value,
            case when positives + negatives >= 30 then category end,
            case when number_value is null and category is null then 1 else 0 end
    ),

    scores as (
        select
            feature_number,
            feature,
            is_missing,
            case when is_missing = 0 then coalesce(number_value, cast(positives as {{ float }}) / (positives + negatives)) end as score,
            sum(positives) as positives,
            sum(negatives) as negatives
        from pooled
        group by
            feature_number,
            feature,
            is_missing,
            case when is_missing = 0 then coalesce(number_value, cast(positives as {{ float }}) / (positives + negatives)) end
        union all
        select
            -feature_number,
            feature || ' (there or missing)',
            0,
            is_missing,
            sum(positives),
            sum(negatives)
        from pooled
        group by feature_number, feature, is_missing
    ),

    ranked as (
        select
            *,
            sum(negatives) over (partition by feature_number order by score) as negatives_up_to
        from scores
        where is_missing = 0
    ),

    areas as (
        select
            feature,
            cast(sum(positives) as {{ float }}) as positives,
            cast(sum(negatives) as {{ float }}) as negatives,
            {{ flywheel.auc('positives', 'negatives', 'negatives_up_to') }} as auc
        from ranked
        group by feature_number, feature
    ),

    judged as (
        select
            feature,
            positives,
            negatives,
            case when auc < 0.5 then 1 - auc else auc end as auc,
            sqrt((
                {{ max_auc * (1 - max_auc) }}
                + (positives - 1) * {{ max_auc / (2 - max_auc) - max_auc * max_auc }}
                + (negatives - 1) * {{ 2 * max_auc * max_auc / (1 + max_auc) - max_auc * max_auc }}
            ) / (positives * negatives)) as standard_error
        from areas
        where positives > 0 and negatives > 0
    )

    select
        {{ flywheel._leak(
            'telling_feature', 'feature', 'auc', max_auc, 'positives + negatives', 'null', 'null',
            "feature || ' alone tells " ~ label ~ " with an AUC of ' || " ~ flywheel._number_text('auc') ~ " || ' in ' || cast(cast(positives + negatives as "
            ~ dbt.type_bigint() ~ ") as " ~ str ~ ") || ' rows, expected at most " ~ max_auc ~ "; is it known when the prediction is made?'"
        ) }}
    from judged
    where auc > {{ max_auc }} + 1.6448536269514722 * standard_error + 1e-9
    union all
    select
        {{ flywheel._leak(
            'label', dbt.string_literal(label), 'null', 'null', 'sample_size', 'null', 'null',
            "'could not be assessed: " ~ label ~ " has ' || cast(label_count as " ~ str ~ ") || ' label' || case when label_count = 1 then '' else 's' end"
            ~ (" || ', and " ~ (positive | string | replace("'", "")) ~ ", which is to be the positive one, is none or all of them'" if positive is not none
               else " || ', wanted two; positive names the one to tell from all others'")
        ) }}
    from labels
    where sample_size > 0 and ({{ "positive is null or label_count = 1" if positive is not none else "label_count != 2" }})
{% endmacro %}
