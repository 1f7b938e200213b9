{% macro _rules_of_places() %}
    {#- Where in the data, and along the lineage, a test looks. -#}
    {%- set reads_all -%}
        case
            when condition is null
                then node_name || ' is incremental, and the test reads all of it at every run: a row that was bad once alerts for ever'
            else
                'its where does not begin with a plain comparison of a column, so that the engine reads all partitions: ' || condition
        end
    {%- endset -%}
    {{ return([
        {
            'rule': 'looks_at_what_is_new',
            'number': 17,
            'breaks': '(is_incremental and baseline is null and (condition is null or not is_condition_plain))',
            'reason': reads_all,
            'remedy': "config:\n  where: \"loaded_at >= current_date - 3\"   # the partition column, alone on its side",
        },
        {
            'rule': 'alerts_once_along_the_lineage',
            'number': 18,
            'breaks': 'repeats_test is not null',
            'verdict': "'warn'",
            'reason': "'the same rule is tested on its parent, by ' || repeats_test || ': what breaks it there alerts here again'",
            'remedy': '# keep the test of the parent; here\nconfig:\n  enabled: false',
        },
    ]) }}
{% endmacro %}
