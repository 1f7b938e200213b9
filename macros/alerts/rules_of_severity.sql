{% macro _rules_of_severity(thresholds) %}
    {#- What stops a build, and whether it has earned to. -#}
    {%- set text = dbt.type_string() -%}
    {%- set counts_rows = "severity = 'error' and test_name in ('not_null', 'accepted_values', 'relationships')" -%}
    {%- set stops_by_baseline = "baseline is not null and severity = 'error'" -%}
    {%- set unproven -%}
        coalesce(clean_runs, 0) < {{ thresholds.clean_runs }} or precision_share is null or precision_share < {{ thresholds.min_precision }}
    {%- endset -%}
    {%- set on_purpose -%}
        case
            when is_severity_set
                then 'it counts rows, and neither error_if nor warn_if is set: one row in any number of them stops the build'
            else 'its severity is not set, nor error_if, nor warn_if: it is ' || severity || ' because nobody said otherwise'
        end
    {%- endset -%}
    {%- set starts_at_warn -%}
        'it judges by a baseline and stops the build after ' || cast(coalesce(clean_runs, 0) as {{ text }})
        || ' clean runs in a row (wanted {{ thresholds.clean_runs }}), with a precision of '
        || coalesce({{ flywheel._number_text('precision_share') }}, 'nobody knows what') || ' (wanted {{ thresholds.min_precision }})'
    {%- endset -%}
    {{ return([
        {
            'rule': 'severity_on_purpose',
            'number': 4,
            'breaks': 'not is_threshold_set and (not is_severity_set or (' ~ counts_rows ~ '))',
            'verdict': "case when is_severity_set or severity <> 'error' then 'warn' else 'fail' end",
            'reason': on_purpose,
            'remedy': "config:\n  severity: error\n  error_if: '>100'   # or '>0', on purpose\n  warn_if: '>0'",
        },
        {
            'rule': 'starts_at_warn',
            'number': 5,
            'breaks': '(' ~ stops_by_baseline ~ ' and is_collected and (' ~ unproven ~ '))',
            'reason': starts_at_warn,
            'unknown': '(' ~ stops_by_baseline ~ ' and not is_collected)',
            'unknown_reason':
                'it judges by a baseline and stops the build; no test results are kept, so nobody can tell whether it has earned that',
            'remedy': 'config:\n  severity: warn',
        },
        {
            'rule': 'waits_before_a_page',
            'number': 16,
            'breaks': 'consecutive_problem is not null',
            'reason': 'consecutive_problem',
            'remedy': 'arguments:\n  policy: {consecutive: 2}',
        },
    ]) }}
{% endmacro %}
