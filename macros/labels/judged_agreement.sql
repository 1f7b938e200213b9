{% macro _judged_agreement(agreement) %}
    {#- What label_agreement() gives, with its interval and by Krippendorff's bands, in words. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- set text = flywheel._number_text -%}
    {%- set deviations = flywheel.normal_quantile(0.5 + flywheel._number_var('flywheel_confidence', 0.95, most=1) / 2) -%}
    select
        *,
        case
            when value is null then 'not_assessed'
            when value >= {{ flywheel._reliable() }} then 'pass'
            when value >= {{ flywheel._tentative() }} then 'warn'
            else 'fail'
        end as verdict,
        case
            when items = 0 then 'no item has the votes of two labellers'
            when value is null and measure in ('krippendorff_alpha_ordinal', 'krippendorff_alpha_interval')
                then 'undefined: the labels are not numbers, or are all the same'
            when value is null then 'undefined: every vote is for the same label, so that chance alone would agree as well'
            else
                {{ flywheel._agreement_name() }} || ' is ' || {{ text('value') }}
                || coalesce(' (' || {{ text('lower') }} || ' to ' || {{ text('upper') }} || ')', '')
                || ' over ' || {{ flywheel._counted('items', 'item') }} || ' and ' || {{ text('labellers') }} || ' labellers: '
                || case
                    when value >= {{ flywheel._reliable() }} then 'reliable, from 0.8 on'
                    when value >= {{ flywheel._tentative() }} then 'for tentative conclusions only, from 0.667 to 0.8'
                    else 'not reliable, below 0.667'
                end
                || case measure when 'percent' then '; some of it is chance, so read it beside the others' else '' end
        end as reason
    from (
        select
            *,
            {{ flywheel._at_least(
                'value - ' ~ deviations ~ ' * standard_error', "case measure when 'percent' then 0 else -1 end"
            ) }} as lower,
            {{ flywheel._at_most('value + ' ~ deviations ~ ' * standard_error', 1) }} as upper
        from {{ agreement }}
    ) as bounded
{% endmacro %}
