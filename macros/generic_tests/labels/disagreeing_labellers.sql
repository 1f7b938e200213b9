{% macro disagreeing_labellers(model, measure='krippendorff_alpha_nominal', min=0.667, labellers=none) %}
    {#- The datasets whose labellers agree less than they should, or of whom it cannot be told. Each item is a pattern of its own:
        a test needs no other model. -#}
    {%- if measure not in flywheel.agreement_measures() -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: labellers_agree: measure is '" ~ measure ~ "', wanted one of "
            ~ flywheel.agreement_measures().keys() | join(', ') ~ "."
        ) }}
    {%- endif -%}
    {{ flywheel._check_number('labellers_agree', 'min', min, -1, 1, 'a number from -1 to 1') }}
    {%- if labellers is not none and (labellers is string or labellers is mapping or labellers is not sequence or labellers | length < 2) -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: labellers_agree: labellers is " ~ labellers ~ ", wanted a list of two names or more, or none for all."
        ) }}
    {%- endif %}
    with tested_votes as (
        {{ flywheel._tested_votes('labellers_agree', model) }}
    ),

    latest_votes as (
        {{ flywheel.latest_votes('tested_votes') }}
    ),

    votes {{ flywheel._as_step() }} (
        select dataset, item_id as pattern, labeller, label, 1 as items
        from latest_votes
        where
            label is not null
            {%- if labellers %}
            and labeller in ({% for name in labellers %}{{ flywheel._literal(name) }}{{ ', ' if not loop.last }}{% endfor %})
            {%- endif %}
    ),

    pairs {{ flywheel._as_step() }} (
        {{ flywheel.vote_pairs('votes') }}
    ),

    kappas as (
        {{ flywheel.labeller_kappas('pairs') }}
    ),

    agreement as (
        {{ flywheel.label_agreement('tested_votes', 'votes', 'kappas') }}
    )

    select
        dataset,
        measure,
        value as observed,
        {{ min }} as wanted,
        items,
        labellers,
        coalesce(
            {{ flywheel._agreement_name() }} || ' is ' || {{ flywheel._number_text('value') }} || ' over '
            || {{ flywheel._number_text('items') }} || ' items and ' || {{ flywheel._number_text('labellers') }}
            || ' labellers, wanted at least {{ min }}',
            case when items = 0 then 'no item has the votes of two labellers, so that nobody can tell whether they agree'
                else {{ flywheel._agreement_name() }} || ' is undefined on ' || {{ flywheel._number_text('items') }} || ' items'
            end
        ) as reason
    from agreement
    where measure = '{{ measure }}' and (value is null or value < {{ min }} - 1e-9)
{% endmacro %}
