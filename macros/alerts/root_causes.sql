{% macro _root_causes(things) %}
    {#- Of things that are wrong, which ones something above them in the lineage explains: `covered` {thing_id, opened_at, root_id}. Of a root:
        what it explains, `explained` {root_id, things, names}, and what it puts at risk, `at_stake` {root_id, use_cases,
        kpis}. Common table expressions, of which `reach` is recursive. -#}
    {%- set hours = flywheel._telling_rule().lineage_hours %}
    roots as (
        select distinct node_id
        from {{ things }}
        where node_id is not null
    ),

    reach as (
        select
            roots.node_id as root_id,
            edges.child_id as node_id
        from roots
        inner join {{ ref('flywheel', 'flywheel__edges') }} as edges on roots.node_id = edges.parent_id
        union
        select
            reach.root_id,
            edges.child_id
        from reach
        inner join {{ ref('flywheel', 'flywheel__edges') }} as edges on reach.node_id = edges.parent_id
    ),

    -- what went wrong above it at about the same time, as badly, and was not mended before it was last seen. What has been wrong for long
    -- explains nothing new, and a warning explains no failure.
    causes as (
        select
            things.thing_id,
            things.opened_at,
            things.name,
            above.thing_id as cause_id,
            above.opened_at as cause_opened_at,
            above.node_id as root_id
        from {{ things }} as things
        inner join reach on things.node_id = reach.node_id
        inner join {{ things }} as above on reach.root_id = above.node_id
        where
            above.opened_at <= {{ dbt.dateadd('hour', hours, 'things.opened_at') }}
            and above.opened_at >= {{ dbt.dateadd('hour', -hours, 'things.opened_at') }}
            and (above.verdict = 'fail' or things.verdict = 'warn')
            and (above.resolved_at is null or above.resolved_at > things.last_seen_at)
    ),

    explained_themselves as (
        select distinct
            thing_id,
            opened_at
        from causes
    ),

    first_causes as (
        select
            causes.*,
            row_number() over (
                partition by causes.thing_id, causes.opened_at order by causes.cause_opened_at, causes.root_id, causes.cause_id
            ) as cause_rank
        from causes
        left join explained_themselves
            on causes.cause_id = explained_themselves.thing_id and causes.cause_opened_at = explained_themselves.opened_at
        where explained_themselves.thing_id is null
    ),

    covered as (
        select
            thing_id,
            opened_at,
            name,
            root_id
        from first_causes
        where cause_rank = 1
    ),

    explained as (
        select
            root_id,
            count(*) as things,
            {{ dbt.listagg('name', "', '", 'order by name') }} as names
        from covered
        group by root_id
    ),

    at_stake as (
        select
            root_id,
            {{ dbt.listagg('use_case', "', '", 'order by use_case') }} as use_cases,
            {{ dbt.listagg('kpi', "', '", 'order by kpi') }} as kpis
        from (
            select distinct
                reach.root_id,
                use_cases.use_case,
                use_cases.kpi
            from reach
            inner join {{ ref('flywheel', 'flywheel__nodes') }} as nodes
                on reach.node_id = nodes.node_id and nodes.resource_type = 'exposure'
            inner join {{ ref('flywheel', 'flywheel__use_cases') }} as use_cases on nodes.name = use_cases.use_case
        ) as reached
        group by root_id
    )
{%- endmacro %}
