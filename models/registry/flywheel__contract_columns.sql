{{ config(
    post_hook="{{ flywheel._load_rows(flywheel._contract_column_rows(), flywheel._contract_column_columns()) }}",
) }}

{{ flywheel._empty_relation(flywheel._contract_column_columns()) }}
