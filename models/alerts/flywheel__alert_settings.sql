{{ config(post_hook="{{ flywheel._load_rows(flywheel._alert_settings_rows(), flywheel._alert_settings_columns()) }}") }}

{{ flywheel._empty_relation(flywheel._alert_settings_columns()) }}
