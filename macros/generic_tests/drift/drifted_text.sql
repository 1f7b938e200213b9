{% macro drifted_text(
    model, column_name, reference=none, reference_where=none, time_column=none, days=7, reference_days=28, min_effect=0.1,
    false_alarm_rate=0.01, sample_rows=100000
) %}
    {#- One row where the words of a text column are not those of the reference: their Jensen-Shannon distance is over `min_effect`, and
        some word is in more or fewer of the texts than chance explains. Words of one text come together, so that chance is reckoned
        over texts, and for all words together by Bonferroni. One scan of each side. -#}
    {{ flywheel._check_drift_arguments(
        'no_text_drift', reference, reference_where, time_column, days, reference_days, 'jensen_shannon', min_effect, false_alarm_rate,
        sample_rows, none
    ) }}
    {%- do flywheel._column_names('no_text_drift', 'column_name', column_name, flywheel._tested_columns(model)) -%}
    {%- set moment = flywheel._tested_moment('no_text_drift', model, time_column) if time_column -%}
    {%- set conditions = flywheel._drift_sides(reference, reference_where, moment, days, reference_days) -%}
    {%- set float = flywheel._type_double() -%}
    {%- set text = {'content': 'cast(' ~ column_name ~ ' as ' ~ dbt.type_string() ~ ')'} -%}
    {%- set of_bins = ['reference_rows', 'current_rows', 'reference_size', 'current_size'] -%}
    with reference_sample as (
        {{ flywheel._evenly_sampled(reference or model, conditions.reference, text, sample_rows) }}
    ),

    current_sample as (
        {{ flywheel._evenly_sampled(model, conditions.current, text, sample_rows) }}
    ),

    sizes as (
        select
            reference_count.texts as reference_size,
            current_count.texts as current_size
        from (select count(content) as texts from reference_sample) as reference_count
        cross join (select count(content) as texts from current_sample) as current_count
    ),

    words as (
        select
            token,
            sum(reference_rows) as reference_rows,
            sum(current_rows) as current_rows,
            sum(reference_texts) as reference_texts,
            sum(current_texts) as current_texts
        from (
            {%- for side in ['reference', 'current'] %}
            select
                token,
                {{ 'count(*)' if side == 'reference' else '0' }} as reference_rows,
                {{ 'count(*)' if side == 'current' else '0' }} as current_rows,
                {{ 'count(distinct place)' if side == 'reference' else '0' }} as reference_texts,
                {{ 'count(distinct place)' if side == 'current' else '0' }} as current_texts
            from ({{ flywheel.tokens(side ~ '_sample', 'content', ['place']) }}) as {{ side }}_tokens
            group by token
            {{ 'union all' if not loop.last }}
            {%- endfor %}
        ) as words_of_sides
        group by token
    ),

    {#- what is too rare for the smaller side to expect five texts with it is one word -#}
    tagged_words as (
        select
            words.*,
            sizes.reference_size as all_reference_texts,
            sizes.current_size as all_current_texts,
            (words.reference_texts + words.current_texts) * least(sizes.reference_size, sizes.current_size)
            < 5.0 * (sizes.reference_size + sizes.current_size) as is_rare,
            cast(words.reference_texts as {{ float }}) / nullif(sizes.reference_size, 0) as p,
            cast(words.current_texts as {{ float }}) / nullif(sizes.current_size, 0) as q,
            cast(words.reference_texts + words.current_texts as {{ float }})
            / nullif(sizes.reference_size + sizes.current_size, 0) as pooled,
            1.0 / nullif(sizes.reference_size, 0) + 1.0 / nullif(sizes.current_size, 0) as inverse_size
        from words
        cross join sizes
    ),

    {#- Pearson's deviate is too large where a rare word rises, that of the arc sine where it falls: so the smaller counts -#}
    deviates as (
        select
            *,
            least(
                abs(p - q) / sqrt(case when pooled > 0 and pooled < 1 then pooled * (1 - pooled) else 1 end * inverse_size),
                2 * abs(asin(sqrt(p)) - asin(sqrt(q))) / sqrt(inverse_size)
            ) as deviate
        from tagged_words
        where not is_rare
    ),

    certainties as (
        select least(1, count(*) * min(2 * {{ flywheel._normal_tail('deviate') }})) as p_value
        from deviates
    ),

    bins as (
        select
            1 as column_number,
            case when is_rare then 'other words' else token end as bin,
            sum(reference_rows) as reference_rows,
            sum(current_rows) as current_rows,
            sum(sum(reference_rows)) over () as reference_size,
            sum(sum(current_rows)) over () as current_size
        from tagged_words
        group by case when is_rare then 'other words' else token end
    ),

    distances as (
        select {{ flywheel.jensen_shannon(*of_bins) }} as value
        from bins
    ),

    moves as (
        {{ flywheel._moved_bins('bins') }}
    )

    select
        {{ flywheel._literal(column_name) }} as column_name,
        cast('jensen_shannon' as {{ dbt.type_string() }}) as statistic,
        distances.value,
        cast({{ min_effect }} as {{ float }}) as min_effect,
        certainties.p_value,
        certainties.p_value as q_value,
        sizes.reference_size,
        sizes.current_size,
        cast(null as {{ dbt.type_string() }}) as direction,
        moves.moved,
        '{{ column_name }} drifted: the Jensen-Shannon distance of its words was ' || {{ flywheel._number_text('distances.value') }}
        || ', at most {{ min_effect }} is let pass; of all words, ' || moves.moved as reason
    from sizes
    cross join distances
    cross join certainties
    cross join moves
    where
        least(sizes.reference_size, sizes.current_size) >= 10
        and distances.value > {{ min_effect }}
        and certainties.p_value <= {{ false_alarm_rate }}

    union all

    {{ flywheel._drift_row(
        'jensen_shannon', min_effect, 'cast(' ~ flywheel._literal(column_name) ~ ' as ' ~ dbt.type_string() ~ ')',
        "'drift could not be assessed: the reference has ' || cast(reference_size as " ~ dbt.type_string() ~ ") || ' texts and what is"
        ~ " compared with it has ' || cast(current_size as " ~ dbt.type_string() ~ ") || '; both need 10'"
    ) }}
    from sizes
    where least(reference_size, current_size) < 10
{% endmacro %}
