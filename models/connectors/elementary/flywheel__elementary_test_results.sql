{{ config(enabled=flywheel._has_elementary()) }}

{{ flywheel.elementary_test_results() }}
