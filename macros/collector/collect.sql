{% macro collect(results) %}
    {#- The hook of the collector: the results of the tests of this run into flywheel__test_history, in one insert. Whatever is in
        its way is told as a warning: it never stops the user's build. It gives no SQL for dbt to run, which could. -#}
    {%- if execute and flags.INTROSPECT -%}
        {%- set rows = flywheel._collected_rows(results or []) -%}
        {%- if rows -%}
            {%- set problem = flywheel._store_results(rows) -%}
            {%- if problem -%}
                {%- do log("flywheel: warning: " ~ rows | length ~ " test results of this run were not kept: " ~ problem, info=true) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}


{% macro _store_results(rows) %}
    {#- Inserts the rows; gives what went wrong, in words, or none. What can be known beforehand is asked beforehand. -#}
    {%- set columns = flywheel._test_history_columns() -%}
    {%- set node = graph.nodes.get('model.flywheel.flywheel__test_history') -%}
    {%- if not node -%}
        {{ return("the model flywheel__test_history is disabled.") }}
    {%- endif -%}
    {%- set relation = adapter.get_relation(node.database, node.schema, node.alias) -%}
    {%- if not relation -%}
        {{ return("the table of flywheel__test_history is not there yet. Make it: dbt run --select flywheel__test_history") }}
    {%- endif -%}
    {%- set found = {} -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do found.update({column.name | lower: column.data_type}) -%}
    {%- endfor -%}
    {%- set problems = [] -%}
    {%- for column in columns if column not in found -%}
        {%- do problems.append("it has no column '" ~ column ~ "'") -%}
    {%- endfor -%}
    {%- do problems.extend(flywheel._contract_problems(flywheel.input_contract('test_results'), found)) -%}
    {%- if problems -%}
        {{ return(
            relation ~ " does not fit: " ~ problems | unique | join('; ')
            ~ ". Missing columns come back with: dbt run --select flywheel__test_history"
        ) }}
    {%- endif -%}
    {%- for batch in flywheel._statement_batches(rows) -%}
        {%- set insert -%}
            insert into {{ relation }} ({{ columns.keys() | join(', ') }})
            {{ flywheel._rows(batch, columns) }}
        {%- endset -%}
        {%- set problem = flywheel._attempt(insert) -%}
        {%- if problem -%} {{ return(problem) }} {%- endif -%}
    {%- endfor -%}
    {{ return(none) }}
{% endmacro %}
