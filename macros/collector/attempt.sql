{% macro _attempt(sql) %}
    {#- Runs a statement that must not stop dbt, whatever becomes of it. Gives what went wrong, in words, or none. Jinja cannot catch
        an error, so the engine, or its adapter, has to. -#}
    {{ return(adapter.dispatch('_attempt', 'flywheel')(sql)) }}
{% endmacro %}


{% macro default___attempt(sql) %}
    {#- Here nothing catches it: an engine that refuses the statement ends dbt with an error. -#}
    {%- do run_query(sql) -%}
    {{ return(none) }}
{% endmacro %}


{% macro postgres___attempt(sql) %}
    {#- An anonymous block catches it, gives up after five seconds behind somebody else's lock, and leaves word in a setting of the
        session. The commit is dbt's to make, but it makes none for what a hook runs by itself. -#}
    {%- set block -%}
        do $flywheel_attempt$
        begin
            perform set_config('flywheel.problem', '', false);
            set local lock_timeout = '5s';
            {{ sql | replace('$flywheel_attempt$', '') }};
        exception when others then
            perform set_config('flywheel.problem', sqlerrm, false);
        end
        $flywheel_attempt$;
        commit;
        select current_setting('flywheel.problem') as problem
    {%- endset -%}
    {{ return(run_query(block).columns[0].values()[0] or none) }}
{% endmacro %}


{% macro duckdb___attempt(sql) %}
    {#- DuckDB has no block that catches, but dbt-duckdb has one method that runs what it is given and gives false where that fails:
        location_exists, which asks for `select 1 from '<location>' where 1=0`. The statement follows a location that is there. It
        runs outside of any transaction, so that it is committed, or refused, there and then. -#}
    {%- do adapter.commit() -%}
    {%- set done = adapter.location_exists("sqlite_master' where false; " ~ sql ~ " ; -- ") -%}
    {{ return(none if done else "DuckDB refused to write them; logs/dbt.log says why.") }}
{% endmacro %}
