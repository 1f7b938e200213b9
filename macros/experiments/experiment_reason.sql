{% macro _experiment_reason(confidence) -%}
    {#- Why an experiment was found so, in words, and which units it leaves out. -#}
    {%- if not execute -%} {{ return('') }} {%- endif -%}
    {%- set percent = '%g%%' | format(confidence * 100) -%}
    {%- set number = flywheel._number_text -%}
    {%- set effect = "kpi || ' is ' || " ~ flywheel._lift_text() ~ " || ' than with ' || control" -%}
    {%- set evidence = flywheel._evidence_text(percent) -%}
    case
        when controls = 0 then 'Not assessed: no variant is the control, so there is nothing to compare with.'
        when control_in_part is not null
            then 'Not assessed: ' || control_in_part || ' is the control in some rows and not in others.'
        when controls > 1
            then
                'Not assessed: ' || {{ number('controls') }} || ' variants are the control, among them ' || first_control || ' and '
                || last_control || '; one is wanted.'
        when finding = 'broken split' and srm_p_value < 0.001
            then
                'Broken split: ' || {{ number('assigned_units') }} || ' units are in ' || variant || ', '
                || {{ number('round(expected_units)') }} || ' were to be expected (sample ratio mismatch over all variants, p '
                || {{ flywheel._p_text('srm_p_value') }} || '), so the variants cannot be compared.'
        when finding = 'broken split'
            then
                'Broken split: ' || {{ number('all_contaminated_units') }} || ' times a unit is in a variant and in another one too, of '
                || {{ number('all_contaminated_units + all_assigned_units') }} || ' assignments; at most 1% is borne.'
        when finding = 'too early' and (units < 8 or control_units < 8)
            then
                'Too early: ' || {{ number('units') }} || ' of ' || variant || ' and ' || {{ number('control_units') }} || ' of ' || control
                || ' measured so far, 8 of each are wanted.'
        when lift is null then 'Not assessed: the denominators add up to 0, so there is no ratio.'
        when judged_error is null then 'Not assessed: the values do not vary, so that chance cannot be told from effect.'
        when finding = 'works' then 'Works: ' || {{ effect }} || ', which is better' || {{ evidence }}
        when finding = 'harms' then 'Harms: ' || {{ effect }} || ', which is worse' || {{ evidence }}
        when finding is null
            then
                'Not assessed: ' || {{ effect }} || {{ evidence }} || ' Whether higher or lower is better is not known: set '
                || 'kpi_direction in the meta of the use case.'
        when finding = 'too early'
            then
                'Too early: units still come in, and ' || {{ effect }} || ', which may be chance' || {{ evidence }}
        else
            'No effect shown: ' || {{ effect }} || ', which may be chance' || {{ evidence }} || ' A change of '
            || {{ number('detectable_lift') }} || ' or more would have been shown four times in five.'
    end
    || case when contaminated_units > 0 and coalesce(finding, '') != 'broken split'
        then ' Units left out for being in another variant too: ' || {{ number('contaminated_units') }} || '.' else ''
    end
    || case when assigned_units > units and units >= 8
        then ' Units of ' || variant || ' without a value: ' || {{ number('assigned_units - units') }} || '.' else ''
    end
    || case when repeated_units > 0
        then ' Units with several rows, of which the mean counts: ' || {{ number('repeated_units') }} || '.' else ''
    end
{%- endmacro %}


{% macro _lift_text() -%}
    case when judged_lift = 0 then 'neither higher nor lower' else
    {{ flywheel._number_text('abs(judged_lift)') }}
    || case when abs(judged_lift) <= 10 * abs(control_mean) and control_mean != 0
        then ' (' || {{ flywheel._number_text('round(abs(1000 * judged_lift / control_mean)) / 10') }} || '%)' else ''
    end
    || case when judged_lift < 0 then ' lower' else ' higher' end
    end
{%- endmacro %}


{% macro _evidence_text(percent) -%}
    {#- The interval that was judged by, and its p-value before and after its correction. -#}
    case when judged_by = 'cuped' then ', with the time before taken out (CUPED)' else '' end
    || '; {{ percent }} interval of the change '
    || case when is_running then 'that holds however often one looks ' else '' end
    || {{ flywheel._number_text('judged_lower') }} || ' to ' || {{ flywheel._number_text('judged_upper') }}
    || ', p ' || {{ flywheel._p_text('judged_p_value') }}
    || case when comparisons > 1
        then ', ' || {{ flywheel._p_text('adjusted_p_value', '') }} || ' after {{ dbt.escape_single_quotes("Holm's") if var('flywheel_experiment_correction', 'holm') == 'holm' else dbt.escape_single_quotes("Benjamini and Hochberg's") }} correction for '
            || {{ flywheel._number_text('comparisons') }} || ' comparisons.'
        else '.'
    end
{%- endmacro %}


{% macro _p_text(p, equals='= ') -%}
    case when {{ p }} < 0.0001 then '< 0.0001' else '{{ equals }}' || {{ flywheel._number_text(p) }} end
{%- endmacro %}
