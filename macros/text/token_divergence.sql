{% macro _token_divergence(own, earlier, own_total, earlier_total) -%}
    {#- Jensen-Shannon distance (base 2, the square root of the divergence, as scipy's jensenshannon) between the tokens of a period and those of
        all earlier ones, as an aggregate over the period's tokens. `own`, `earlier`: how often a token came in it, and before it. Tokens that
        came only before are in the last term: each adds its own probability to twice the divergence. Null where one side has none. -#}
    {%- set float = flywheel._type_double() -%}
    {%- set p = '(cast(' ~ own ~ ' as ' ~ float ~ ') / nullif(' ~ own_total ~ ', 0))' -%}
    {%- set q = '(cast(' ~ earlier ~ ' as ' ~ float ~ ') / nullif(' ~ earlier_total ~ ', 0))' -%}
    sqrt(greatest(0, (
        sum(
            {{ p }} * ln(2 * {{ p }} / ({{ p }} + {{ q }}))
            + case when {{ earlier }} > 0 then {{ q }} * ln(2 * {{ q }} / ({{ p }} + {{ q }})) else 0 end
        ) / ln(cast(2 as {{ float }}))
        + 1 - sum({{ q }})
    ) / 2))
{%- endmacro %}
