{% macro input(name) %}
    {#- The one way in: what the user mapped to an input, typed and checked; an empty typed relation where nothing is. -#}
    {%- set contract = flywheel.input_contract(name) -%}
    {{ flywheel._check_inputs_var() }}
    {%- for model in flywheel._mapped_models(name) %}
        {%- set relation = flywheel._user_ref(model) -%}
        {%- set found = flywheel._checked_columns(name, model, relation, contract) %}
        select
        {%- for column, kind in contract.items() %}
            {{ flywheel._cast_input(column, kind.rstrip('*+'), found) }} as {{ column }},
        {%- endfor %}
            {{ dbt.string_literal(model.split('.')[-1]) }} as from_model
        from {{ relation }}
        {{ 'union all' if not loop.last }}
    {%- else %}
        {{ flywheel._empty_relation(contract, {'from_model': 'str'}) }}
    {%- endfor %}
{% endmacro %}


{% macro _cast_input(column, family, found) -%}
    {#- `found` is {column: data type}, or none where the database may not be asked. -#}
    {%- if found is not none and column not in found -%}
        cast(null as {{ flywheel._contract_type(family) }})
    {%- elif found is not none and flywheel._type_family(found[column]) == 'ts' -%}
        {#- a moment has a day only once it is in UTC -#}
        {%- set moment = flywheel._as_utc_timestamp(column, found[column]) -%}
        {{ moment if family == 'ts' else 'cast(' ~ moment ~ ' as ' ~ flywheel._contract_type(family) ~ ')' }}
    {%- else -%}
        cast({{ column }} as {{ flywheel._contract_type(family) }})
    {%- endif -%}
{%- endmacro %}
