{% macro _check_inputs_var() %}
    {#- Stops at parse time on a mapping that names no input, or that maps one to something that is not a model's name. -#}
    {%- set mapping = var('flywheel_inputs', {}) -%}
    {%- set allowed = flywheel.input_contract().keys() | list -%}
    {%- if mapping is not mapping -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var flywheel_inputs is " ~ mapping ~ "; wanted a mapping of input to model, as in {predictions: fct_predictions}."
        ) }}
    {%- endif -%}
    {%- for near, name in {'flywheel_input': 'flywheel_inputs', 'flywheel_measurement': 'flywheel_measurements'}.items() if var.has_var(near) -%}
        {{ exceptions.raise_compiler_error("flywheel: there is no var " ~ near ~ "; wanted " ~ name ~ ".") }}
    {%- endfor -%}
    {%- for name, models in mapping.items() -%}
        {%- if name not in allowed -%}
            {{ exceptions.raise_compiler_error(
                "flywheel: the var flywheel_inputs maps '" ~ name ~ "', which is not an input. Inputs: " ~ allowed | join(', ') ~ "."
            ) }}
        {%- endif -%}
        {%- for model in ([models] if models is string or models is not sequence else models) -%}
            {%- if model is not string -%}
                {{ exceptions.raise_compiler_error(
                    "flywheel: the var flywheel_inputs maps input '" ~ name ~ "' to " ~ model
                    ~ "; wanted the name of a model, seed or snapshot, or a list of names."
                ) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}
