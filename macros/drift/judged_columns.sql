{% macro _column_statistics(bins, keys=['column_number']) %}
    {#- `statistics`: those of each column over its bins, and `p_value`, how likely chance alone is to move the rows as much. Under no
        drift both Pearson's chi-square and PSI / (1/n + 1/m) are about chi-square; each is too large in some small samples and the other is
        not, so the smaller counts. Common table expressions. -#}
    {%- set of_bins = ['reference_rows', 'current_rows', 'reference_size', 'current_size'] -%}
    measured_columns as (
        select
            {{ keys | join(',\n            ') }},
            column_name,
            kind,
            reference_size,
            current_size,
            count(*) - 1 as freedom,
            {{ flywheel.psi(*of_bins) }} as psi,
            {{ flywheel.jensen_shannon(*of_bins) }} as jensen_shannon,
            {{ flywheel.total_variation(*of_bins) }} as total_variation,
            {{ flywheel.chi2(*of_bins) }} as chi2
        from {{ bins }}
        group by {{ keys | join(', ') }}, column_name, kind, reference_size, current_size
    ),

    statistics as (
        {{ flywheel.chi2_tail(
            '(select *, least(chi2, psi / (1.0 / nullif(reference_size, 0) + 1.0 / nullif(current_size, 0))) as least_chi2'
            ~ ' from measured_columns) as compared_columns',
            'least_chi2'
        ) }}
    )
{% endmacro %}


{% macro _column_directions(cells) %}
    {#- Whether the numbers of a column rather went up or down: the sign of the area between the two cumulative distributions. -#}
    select
        column_number,
        case
            when sum(reference_up_to - current_up_to) > 1e-9 then 'up'
            when sum(reference_up_to - current_up_to) < -1e-9 then 'down'
        end as direction
    from (
        select
            column_number,
            {%- for side in ['reference', 'current'] %}
            sum({{ side }}_rows) over (partition by column_number order by cell)
            / nullif(cast(sum({{ side }}_rows) over (partition by column_number) as {{ flywheel._type_double() }}), 0) as {{ side }}_up_to
            {{- ',' if not loop.last }}
            {%- endfor %}
        from {{ cells }}
        where cell >= 0
    ) as cumulated
    group by column_number
{% endmacro %}


{% macro _moved_bins(bins, keys=['column_number']) %}
    {#- The three bins of each column that most of its PSI sits in, in words. -#}
    {%- set key_columns = keys | join(', ') -%}
    select
        {{ key_columns }},
        max(case when place = 1 then words end)
        || coalesce(max(case when place = 2 then '; ' || words end), '')
        || coalesce(max(case when place = 3 then '; ' || words end), '') as moved
    from (
        select
            {{ key_columns }},
            row_number() over (partition by {{ key_columns }} order by contribution desc, bin) as place,
            bin || case when q > p then ' rose from ' else ' fell from ' end
            || {{ flywheel._number_text('floor(10000 * p + 0.5) / 100') }} || '% to '
            || {{ flywheel._number_text('floor(10000 * q + 0.5) / 100') }} || '%' as words
        from (
            select
                {{ key_columns }},
                bin,
                cast(reference_rows as {{ flywheel._type_double() }}) / nullif(reference_size, 0) as p,
                cast(current_rows as {{ flywheel._type_double() }}) / nullif(current_size, 0) as q,
                ({{ flywheel._share('reference_rows', 'reference_size') }} - {{ flywheel._share('current_rows', 'current_size') }})
                * ln(
                    ({{ flywheel._share('reference_rows', 'reference_size') }})
                    / ({{ flywheel._share('current_rows', 'current_size') }})
                ) as contribution
            from {{ bins }}
        ) as contributions
        where p != q
    ) as ranked_bins
    group by {{ key_columns }}
{% endmacro %}
