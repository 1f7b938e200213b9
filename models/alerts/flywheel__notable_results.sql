{#- It reads itself as it was left the last time. -#}
{%- set kept = load_relation(this) if execute and flags.INTROSPECT and not should_full_refresh() else none -%}

{{ flywheel.notable_results(ref('flywheel__input_test_results'), kept) }}
