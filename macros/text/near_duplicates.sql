{% macro _near_duplicates(tokens, similarity=0.7, shingle_size=3, sketch_size=8) %}
    {#- CTEs, the last of them near_duplicates: the texts (text_number) that are alike to an earlier one of their dataset. `tokens`: a relation
        with dataset, text_number (in order of arrival), token_position and token.

        Alike: of the shingles that two texts have, each a run of three tokens, at least seven in ten are in both (Jaccard similarity;
        Broder 1997). Not all pairs are compared. A text's eight smallest shingle hashes are its sketch; of each it is compared with the
        first text that has it in its sketch and with the newest before it: sixteen comparisons a text at most, exact ones. Two texts
        of similarity s have the same smallest hash with a probability of s, so hardly any pair that is alike is missed.
        The work is in proportion to the number of tokens. -#}
    {%- set run = ['token_1'] -%}
    {%- for number in range(2, shingle_size + 1) -%} {%- do run.append("coalesce(' ' || token_" ~ number ~ ", '')") -%} {%- endfor -%}
    token_runs as (
        select
            dataset,
            text_number,
            token_position,
            token as token_1
            {%- for ahead in range(1, shingle_size) %},
            lead(token, {{ ahead }}) over (partition by text_number order by token_position) as token_{{ ahead + 1 }}
            {%- endfor %},
            min(token_position) over (partition by text_number) as first_position
        from {{ tokens }}
    ),

    -- a text shorter than a shingle is one
    shingles as (
        select distinct
            dataset,
            text_number,
            {{ dbt.hash(run | join(' || ')) }} as shingle
        from token_runs
        where token_{{ shingle_size }} is not null or token_position = first_position
    ),

    ranked_shingles {{ flywheel._as_step() }} (
        select
            *,
            count(*) over (partition by text_number) as shingle_count,
            row_number() over (partition by text_number order by shingle) as hash_rank
        from shingles
    ),

    shared_hashes as (
        select
            text_number,
            min(text_number) over (partition by dataset, shingle) as first_text,
            lag(text_number) over (partition by dataset, shingle order by text_number) as text_before
        from ranked_shingles
        where hash_rank <= {{ sketch_size }}
    ),

    compared_texts as (
        select
            text_number,
            first_text as other_text
        from shared_hashes
        where first_text < text_number
        union
        select
            text_number,
            text_before as other_text
        from shared_hashes
        where text_before is not null
    ),

    near_duplicates as (
        select distinct text_number
        from (
            select
                compared_texts.text_number,
                compared_texts.other_text,
                max(ranked_shingles.shingle_count) + max(other_shingles.shingle_count) as shingle_counts,
                count(*) as shared_shingles
            from compared_texts
            inner join ranked_shingles on compared_texts.text_number = ranked_shingles.text_number
            inner join ranked_shingles as other_shingles
                on
                    compared_texts.other_text = other_shingles.text_number
                    and ranked_shingles.shingle = other_shingles.shingle
            group by compared_texts.text_number, compared_texts.other_text
        ) as pairs
        where shared_shingles >= ({{ similarity }} - 1e-9) * (shingle_counts - shared_shingles)
    )
{% endmacro %}
