{% macro measures() %}
    {#- Every measure of the package: the arguments it needs, those it may have, and those that the package gives it. -#}
    {%- set of_column = {'needs': ['column'], 'may': ['where']} -%}
    {%- set of_moments = {'needs': ['column'], 'may': ['where'], 'given': ['centre']} -%}
    {%- set of_two = {'needs': ['column', 'other'], 'may': ['where']} -%}
    {%- set of_rank = {'needs': ['column', 'q'], 'may': ['where']} -%}
    {{ return({
        'row_count': {'needs': [], 'may': ['where']},
        'duplicate_rows': {'needs': ['columns'], 'may': ['where']},
        'completeness': of_column,
        'compliance': {'needs': ['condition'], 'may': ['where']},
        'rule': {'needs': ['condition'], 'may': ['of', 'where']},
        'pattern_match': {'needs': ['column', 'pattern'], 'may': ['where']},
        'type_share': {'needs': ['column', 'type'], 'may': ['where']},
        'value_share': {'needs': ['column', 'value'], 'may': ['where']},
        'most_common_share': of_column,
        'zero_share': of_column,
        'negative_share': of_column,
        'distinct_count': of_column,
        'approx_distinct_count': of_column,
        'distinctness': of_column,
        'uniqueness': of_column,
        'unique_value_ratio': of_column,
        'entropy': of_column,
        'mutual_information': of_two,
        'mean': of_column,
        'sum': of_column,
        'ratio_of_sums': {'needs': ['top', 'bottom'], 'may': ['where']},
        'min': of_column,
        'max': of_column,
        'stddev': of_column,
        'skewness': of_moments,
        'kurtosis': of_moments,
        'correlation': of_two,
        'quantile': of_rank,
        'approx_quantile': of_rank,
        'iqr': of_column,
        'min_length': of_column,
        'max_length': of_column,
        'mean_length': of_column,
        'sortedness': {'needs': ['column', 'order_by'], 'may': ['within', 'descending', 'strictly', 'where']},
        'missing_steps': {'needs': ['column', 'step'], 'may': ['where']},
        'freshness': {'needs': ['column'], 'may': ['where'], 'given': ['until']},
        'lateness': {'needs': ['column', 'since'], 'may': ['q', 'where']},
    }) }}
{% endmacro %}
