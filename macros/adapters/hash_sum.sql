{% macro _hash_sum(columns, condition='1 = 1') %}
    {#- Tells sets of rows apart, in any order: the sum, as an aggregate, of a 64 bit hash of each row for which the condition holds; null
        without any (Zobrist 1970). -#}
    {{ return(adapter.dispatch('_hash_sum', 'flywheel')(columns, condition)) }}
{% endmacro %}


{% macro default___hash_sum(columns, condition) -%}
    sum(case when {{ condition }} then cast(hash({{ columns | join(', ') }}) as decimal(38, 0)) end)
{%- endmacro %}


{% macro duckdb___hash_sum(columns, condition) -%}
    sum(case when {{ condition }} then hash({{ columns | join(', ') }}) end)
{%- endmacro %}


{% macro postgres___hash_sum(columns, condition) -%}
    sum(case when {{ condition }} then hashtextextended(cast(row({{ columns | join(', ') }}) as text), 0) end)
{%- endmacro %}


{% macro redshift___hash_sum(columns, condition) -%}
    {%- set texts = [] -%}
    {%- for column in columns -%} {%- do texts.append("coalesce('=' || cast(" ~ column ~ " as varchar), '') || chr(31)") -%} {%- endfor -%}
    sum(case when {{ condition }} then cast(farmfingerprint64({{ texts | join(' || ') }}) as decimal(38, 0)) end)
{%- endmacro %}


{% macro spark___hash_sum(columns, condition) -%}
    sum(case when {{ condition }} then cast(xxhash64({{ columns | join(', ') }}) as decimal(38, 0)) end)
{%- endmacro %}


{% macro bigquery___hash_sum(columns, condition) -%}
    sum(case when {{ condition }} then cast(farm_fingerprint(to_json_string(struct({{ columns | join(', ') }}))) as bignumeric) end)
{%- endmacro %}
