{{ config(post_hook="{{ flywheel._load_rows(flywheel._edge_rows(), flywheel._edge_columns()) }}") }}

{{ flywheel._empty_relation(flywheel._edge_columns()) }}
