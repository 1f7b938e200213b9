{% macro _rules_of_baselines() %}
    {#- How a test that judges by a baseline is set. What is wrong is said by _baseline_problems(). -#}
    {%- set remedies = [
        ['covers_a_season', 9, 'season', 'arguments:\n  policy: {min_history: 28, min_sample_size: 30}'],
        [
            'waits_for_late_data', 10, 'delay',
            'arguments:\n  policy: {delay: 2}   # periods; at least as long as all but 5% of the data take',
        ],
        ['ignores_small_changes', 11, 'effect', 'arguments:\n  policy: {min_effect: 0.05}   # of what was expected'],
        ['knows_what_is_bad', 12, 'direction', 'arguments:\n  policy: {direction: down}   # or up; both, on purpose'],
        [
            'knows_events', 13, 'events',
            '# in dbt_project.yml\nvars:\n  flywheel_inputs: {known_events: your_calendar}   '
            ~ '# starts_at, ends_at, reason; subject and segment, null for all',
        ],
        [
            'judges_what_it_did_not_learn_from', 14, 'training',
            '# a reference that has ended, or flywheel.within_baseline, which never learns from what it judges\n'
            ~ 'arguments:\n  policy: {method: reference, reference_from: 2024-01-01, reference_to: 2024-03-31}',
        ],
        ['bounds_segments', 15, 'segments', 'arguments:\n  policy: {grace: 7}   # first periods of a new segment'],
    ] -%}
    {%- set rules = [] -%}
    {%- for rule, number, problem, remedy in remedies -%}
        {%- do rules.append({
            'rule': rule, 'number': number, 'breaks': problem ~ '_problem is not null', 'reason': problem ~ '_problem', 'remedy': remedy,
        }) -%}
    {%- endfor -%}
    {{ return(rules) }}
{% endmacro %}
