{{ config(post_hook="{{ flywheel._load_rows(flywheel._node_rows(), flywheel._node_columns()) }}") }}

{{ flywheel._empty_relation(flywheel._node_columns()) }}
