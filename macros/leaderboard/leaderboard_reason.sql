{% macro _leaderboard_reason(confidence) -%}
    {#- Why a candidate does or does not beat the baseline, and is or is not recommended, in a sentence. For `ranked_candidates`. -#}
    {%- set percent = '%g%%' | format(confidence * 100) -%}
    {%- set number = flywheel._number_text -%}
    case
        when not is_declared then 'No exposure of type ml declares this use case, so it has no baseline to beat.'
        when baseline is null then 'The use case names no baseline, so nothing can be shown to beat it.'
        when goodness is null then 'Not ranked: it is not known whether a higher or a lower ' || metric || ' is better.'
        when is_baseline and is_recommended then 'The naive baseline; recommended, because no candidate is shown to beat it.'
        when is_baseline then 'The naive baseline, which ' || recommended_candidate || ' beats.'
        when baseline_value is null then 'The baseline ' || baseline || ' has no finished run with ' || metric || '.'
        when gain = 0 then 'Does not beat ' || baseline || ': ' || metric || ' is the same.'
        when gain < 0
            then 'Does not beat ' || baseline || ': ' || metric || ' is worse by ' || {{ number('-gain') }} || '.'
        when gain_by_chance is null
            then
                'Better than ' || baseline || ' in ' || metric || ' by ' || {{ number('gain') }}
                || ', but without the standard errors of both that may be chance.'
        when not beats_baseline
            then
                'Better than ' || baseline || ' in ' || metric || ' by ' || {{ number('gain') }}
                || ', which may be chance: less than ' || {{ number('gain_by_chance') }} || ' shows nothing at {{ percent }} confidence.'
        else
            'Beats ' || baseline || ' in ' || metric || ' by ' || {{ number('gain') }} || ', more than the '
            || {{ number('gain_by_chance') }} || ' that may be chance at {{ percent }} confidence; '
            || case
                when is_recommended and candidate = best_candidate
                    then 'recommended: the best, with nothing simpler within one standard error of it.'
                when is_recommended
                    then 'recommended: the simplest within one standard error of the best, ' || best_candidate || '.'
                when is_adequate
                    then 'but ' || recommended_candidate || ' is recommended: no more complex, and within one standard error of the best.'
                else
                    'but ' || recommended_candidate || ' is recommended: this is more than one standard error behind the best.'
            end
    end
{%- endmacro %}
