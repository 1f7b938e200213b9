{{ config(post_hook="{{ flywheel._load_rows(flywheel._ancestor_rows(), flywheel._ancestor_columns()) }}") }}

{{ flywheel._empty_relation(flywheel._ancestor_columns()) }}
