{% macro _wrong_argument(test, argument, found, wanted) %}
    {#- Stops with the one sentence that all these tests say of an argument that makes no sense. -#}
    {{ exceptions.raise_compiler_error(
        "flywheel: " ~ test ~ ": " ~ argument ~ " is " ~ (found if found is not string else "'" ~ found ~ "'") ~ ", wanted " ~ wanted ~ "."
    ) }}
{% endmacro %}


{% macro _check_bounded(test, argument, value, lowest=none, highest=none, may_be_none=false, above=none) %}
    {#- A number within bounds, both of them allowed; `above`: a lower bound that is not. -#}
    {%- if value is none and may_be_none -%} {{ return('') }} {%- endif -%}
    {%- set words = [] -%}
    {%- if above is not none -%} {%- do words.append('above ' ~ above) -%} {%- endif -%}
    {%- if lowest is not none and highest is not none -%} {%- do words.append('from ' ~ lowest ~ ' to ' ~ highest) -%}
    {%- elif lowest is not none -%} {%- do words.append('from ' ~ lowest ~ ' up') -%}
    {%- elif highest is not none -%} {%- do words.append('up to ' ~ highest) -%} {%- endif -%}
    {%- if value is not number or value is boolean
        or (lowest is not none and value < lowest) or (highest is not none and value > highest) or (above is not none and value <= above) -%}
        {{ flywheel._wrong_argument(test, argument, value, ('a number ' ~ words | join(', ')) | trim) }}
    {%- endif -%}
{% endmacro %}


{% macro _column_names(test, argument, value, found={}, needed=false) %}
    {#- Names of columns as a list, from a list or one name; an error where it is neither, or, where `found` holds the columns that
        the relation has, where it lacks one. -#}
    {%- set wanted = "the name of a column, or a list of names, as in [customer_id, ordered_at]" -%}
    {%- set names = [] if value is none else ([value] if value is string else value) -%}
    {%- if names is mapping or names is boolean or names is number or names is not sequence or names | reject('string') | list or (needed and not names) -%}
        {{ flywheel._wrong_argument(test, argument, value, wanted) }}
    {%- endif -%}
    {%- for name in names if found and modules.re.match('^[a-z_][a-z0-9_]*$', name | lower) and name | lower not in found -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: " ~ test ~ ": " ~ argument ~ " names '" ~ name ~ "', found no such column. Columns found: " ~ found.keys() | join(', ') ~ "."
        ) }}
    {%- endfor -%}
    {{ return(names | list) }}
{% endmacro %}


{% macro _checked_segments(test, segments, found={}) %}
    {#- Segments as groupings, their columns checked. -#}
    {%- if segments is mapping or (segments is not string and segments is not sequence) -%}
        {{ flywheel._wrong_argument(test, 'segments', segments, "names of columns, as in [region] or [[region, channel]]") }}
    {%- endif -%}
    {%- set groupings = flywheel._groupings(segments) -%}
    {%- for grouping in groupings -%} {%- do flywheel._column_names(test, 'segments', grouping, found) -%} {%- endfor -%}
    {{ return(groupings) }}
{% endmacro %}


{% macro _quoted_columns(model) %}
    {#- The columns of a tested relation as {lower-case name: how to write it}: nobody has quoted those that a test finds by itself. -#}
    {%- set quoted = {} -%}
    {%- for column in flywheel._columns_in(model) -%} {%- do quoted.update({column.name | lower: adapter.quote(column.name)}) -%} {%- endfor -%}
    {{ return(quoted) }}
{% endmacro %}


{% macro _check_relation(test, argument, value) %}
    {#- A relation: what ref() or source() gave. While dbt parses, it is not there yet. -#}
    {%- if execute and (value is none or value is string or value is number or value.identifier is not defined) -%}
        {{ flywheel._wrong_argument(test, argument, value, "a relation, as in ref('customers')") }}
    {%- endif -%}
{% endmacro %}
