{% macro _check_drift_arguments(
    test, reference, reference_where, time_column, days, reference_days, statistic, min_effect, false_alarm_rate, sample_rows, edge_rows,
    bins=none
) %}
    {%- set problems = [] -%}
    {%- if reference is none and not reference_where and not time_column and bins is none -%}
        {%- do problems.append(
            "there is nothing to compare with. Wanted a reference (another relation), a reference_where (a condition on rows of this one), "
            ~ "or a time_column (its newest days against those before)"
        ) -%}
    {%- endif -%}
    {%- if bins is not none and (bins is string or reference is not none or reference_where) -%}
        {%- do problems.append(
            "bins is " ~ bins ~ ", wanted a model written with flywheel.reference_bins(), as in ref('training_bins'), and then no reference"
            ~ " and no reference_where"
        ) -%}
    {%- endif -%}
    {%- if reference is string -%}
        {%- do problems.append("reference is '" ~ reference ~ "', wanted a relation, as in ref('training_set')") -%}
    {%- endif -%}
    {%- for name, value in [('days', days), ('reference_days', reference_days)] -%}
        {%- if value is not integer or value is boolean or value < 1 -%}
            {%- do problems.append(name ~ " is " ~ value ~ ", wanted a whole number from 1 up") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set known = ['psi', 'jensen_shannon', 'total_variation', 'chi2', 'ks', 'wasserstein'] -%}
    {%- if statistic not in known -%}
        {%- do problems.append("statistic is '" ~ statistic ~ "', wanted one of " ~ known | join(', ')) -%}
    {%- endif -%}
    {%- if bins is not none and statistic in ['ks', 'wasserstein'] -%}
        {%- do problems.append("statistic is '" ~ statistic ~ "', which is of values, and bins keep none. Wanted a reference in place of bins") -%}
    {%- endif -%}
    {%- if min_effect is not number or min_effect is boolean or min_effect < 0 -%}
        {%- do problems.append("min_effect is " ~ min_effect ~ ", wanted a number from 0 up") -%}
    {%- endif -%}
    {%- if false_alarm_rate is not number or false_alarm_rate is boolean or not 0 < false_alarm_rate < 1 -%}
        {%- do problems.append("false_alarm_rate is " ~ false_alarm_rate ~ ", wanted a probability between 0 and 1") -%}
    {%- endif -%}
    {%- for name, value in [('sample_rows', sample_rows), ('edge_rows', edge_rows)] -%}
        {%- if value is not none and (value is not integer or value is boolean or value < 1000) -%}
            {%- do problems.append(name ~ " is " ~ value ~ ", wanted a whole number from 1000 up, or null for all rows") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if problems -%}
        {{ exceptions.raise_compiler_error("flywheel: " ~ test ~ ": " ~ problems[0] ~ ".") }}
    {%- endif -%}
{% endmacro %}
