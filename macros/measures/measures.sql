{% macro measures() %}
    {#- Every measure of the package: the arguments it needs, those it may have, and whether its value is a share (0 to 1). -#}
    {{ return({
        'row_count': {'needs': [], 'may': ['where']},
        'completeness': {'needs': ['column'], 'may': ['where'], 'share': true},
        'distinctness': {'needs': ['column'], 'may': ['where'], 'share': true},
        'compliance': {'needs': ['condition'], 'may': ['where'], 'share': true},
        'mean': {'needs': ['column'], 'may': ['where']},
        'min': {'needs': ['column'], 'may': ['where']},
        'max': {'needs': ['column'], 'may': ['where']},
        'quantile': {'needs': ['column', 'q'], 'may': ['where']},
        'freshness': {'needs': ['column'], 'may': ['where']},
    }) }}
{% endmacro %}
