{% macro _type_family(data_type) %}
    {#- The contract's word for a type of any engine: str, int, float, bool, date, ts; null for the type of a bare null.
        Other types come back as they are. -#}
    {%- set name = (data_type | lower | replace('"', '')).split('(')[0].split('<')[0] | trim -%}
    {%- set families = {
        'str': [
            'varchar', 'character varying', 'nvarchar', 'char', 'character', 'bpchar', 'text', 'string', 'uuid', 'enum',
            'name',
        ],
        'int': [
            'tinyint', 'smallint', 'integer', 'int', 'bigint', 'hugeint', 'utinyint', 'usmallint', 'uinteger',
            'ubigint', 'uhugeint', 'int2', 'int4', 'int8', 'int16', 'int32', 'int64', 'int128', 'byteint', 'long', 'short', 'byte',
        ],
        'float': [
            'double', 'double precision', 'float', 'float4', 'float8', 'float64', 'real', 'decimal', 'numeric',
            'number', 'bignumeric', 'bigdecimal',
        ],
        'bool': ['boolean', 'bool'],
        'date': ['date'],
        'null': ['null', 'void'],
        'ts': [
            'timestamp', 'datetime', 'timestamp without time zone', 'timestamp_ntz', 'timestamp_s', 'timestamp_ms', 'timestamp_ns',
            'timestamp with time zone', 'timestamptz', 'timestamp_tz', 'timestamp_ltz',
            'timestamp without local time zone', 'timestamp with local time zone',
        ],
    } -%}
    {%- for family, names in families.items() if name in names -%}
        {#- Snowflake writes whole numbers as NUMBER(38,0). -#}
        {%- if family == 'float' and ',' in data_type and data_type.replace(' ', '').endswith(',0)') -%}
            {{ return('int') }}
        {%- endif -%}
        {{ return(family) }}
    {%- endfor -%}
    {{ return(name) }}
{% endmacro %}
