{% macro _contract_changes(columns, seen=none) %}
    {#- How the contracts differ from those of the build before. `seen` are the rows of flywheel__contract_changes so far; without it
        every column is seen for the first time. -#}
    {%- if seen is none %}
    select
        node_id,
        column_name,
        'first_seen' as change,
        data_type,
        cast(null as {{ dbt.type_string() }}) as previous_type,
        false as is_breaking,
        cast(0 as {{ dbt.type_bigint() }}) as revision,
        {{ flywheel._now() }} as seen_at
    from {{ columns }}
    {%- else %}
    with columns as (
        select * from {{ columns }}
    ),

    newest_revisions as (
        select
            node_id,
            column_name,
            max(revision) as revision
        from {{ seen }}
        group by node_id, column_name
    ),

    last_seen as (
        select seen.*
        from {{ seen }} as seen
        inner join newest_revisions
            on
                seen.node_id = newest_revisions.node_id
                and seen.column_name = newest_revisions.column_name
                and seen.revision = newest_revisions.revision
    ),

    known_nodes as (
        select distinct node_id from {{ seen }}
    ),

    compared as (
        select
            coalesce(columns.node_id, last_seen.node_id) as node_id,
            coalesce(columns.column_name, last_seen.column_name) as column_name,
            columns.data_type,
            last_seen.data_type as previous_type,
            last_seen.revision as last_revision,
            case
                when columns.node_id is null then 'removed'
                when last_seen.node_id is null or last_seen.change = 'removed'
                    then case when known_nodes.node_id is null then 'first_seen' else 'added' end
                else 'retyped'
            end as change
        from columns
        full outer join last_seen
            on columns.node_id = last_seen.node_id and columns.column_name = last_seen.column_name
        left join known_nodes on columns.node_id = known_nodes.node_id
        where
            (columns.node_id is null and last_seen.change <> 'removed')
            or (columns.node_id is not null and (last_seen.node_id is null or last_seen.change = 'removed'))
            or (
                columns.node_id is not null
                and last_seen.change <> 'removed'
                and coalesce(columns.data_type, '') <> coalesce(last_seen.data_type, '')
            )
    )

    select
        node_id,
        column_name,
        change,
        data_type,
        previous_type,
        change in ('removed', 'retyped') as is_breaking,
        coalesce(last_revision + 1, 0) as revision,
        {{ flywheel._now() }} as seen_at
    from compared
    {%- endif %}
{% endmacro %}
