{% macro _hand_offs_of_releases(releases) %}
    {#- Whether who released has no role of who trained: somebody who has two roles hands nothing over to a colleague who has one of them. For a
        relation with use_case, version, deployed_at, run_started_at, author and deployed_by; no row where the roles of one are not known. -#}
    select
        releases.use_case,
        releases.version,
        releases.deployed_at,
        min(case when authors.role = deployers.role then 0 else 1 end) = 1 as is_hand_off
    from {{ releases }} as releases
    inner join {{ ref('flywheel__input_team_members') }} as authors
        on
            releases.author = authors.person
            and (authors.since is null or releases.deployed_at >= authors.since)
            and (authors.until is null or releases.run_started_at < authors.until)
    inner join {{ ref('flywheel__input_team_members') }} as deployers
        on
            releases.deployed_by = deployers.person
            and (deployers.since is null or releases.deployed_at >= deployers.since)
            and (deployers.until is null or releases.deployed_at < deployers.until)
    group by releases.use_case, releases.version, releases.deployed_at
{% endmacro %}
