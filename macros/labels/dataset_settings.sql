{% macro dataset_settings() %}
    {#- What the var flywheel_datasets says of each dataset, checked: {dataset: {setting: value}}. -#}
    {%- set settings = var('flywheel_datasets', {}) -%}
    {%- set wanted = {
        'class_balance': 'a mapping of label to share, as in {positive: 0.3, negative: 0.7}',
        'label_coverage': 'a share above 0, at most 1',
        'patience_hours': 'a number of hours above 0',
        'review_every_days': 'a number of days above 0',
    } -%}
    {%- if settings is not mapping -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: the var flywheel_datasets is " ~ settings ~ "; wanted a mapping of dataset to settings, as in "
            ~ "{tweets: {class_balance: {positive: 0.3, negative: 0.7}}}."
        ) }}
    {%- endif -%}
    {%- for dataset, given in settings.items() -%}
        {%- for setting, value in (given.items() if given is mapping else [(given, none)]) -%}
            {%- if setting not in wanted -%}
                {{ exceptions.raise_compiler_error(
                    "flywheel: the var flywheel_datasets sets '" ~ setting ~ "' of dataset '" ~ dataset
                    ~ "', which is not a setting. Settings: " ~ wanted.keys() | join(', ') ~ "."
                ) }}
            {%- endif -%}
            {%- if not flywheel._is_dataset_setting(setting, value) -%}
                {{ exceptions.raise_compiler_error(
                    "flywheel: the var flywheel_datasets sets " ~ setting ~ " of dataset '" ~ dataset ~ "' to '" ~ value
                    ~ "', wanted " ~ wanted[setting] ~ "."
                ) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(settings) }}
{% endmacro %}


{% macro _is_dataset_setting(setting, value) %}
    {%- set numbers = (value.values() | list) if value is mapping else [value] -%}
    {%- set state = namespace(fits=(value is mapping) == (setting == 'class_balance') and numbers | length > 0) -%}
    {%- for number in numbers if number is not number or number is boolean or number <= 0 -%}
        {%- set state.fits = false -%}
    {%- endfor -%}
    {{ return(state.fits and not (setting == 'label_coverage' and value > 1)) }}
{% endmacro %}


{% macro _settings_relation(setting, kind='float') %}
    {#- One setting of every dataset that has it, as a relation: dataset and value. -#}
    {%- set rows = [] -%}
    {%- for dataset, given in flywheel.dataset_settings().items() if given[setting] is defined -%}
        {%- do rows.append([dataset, given[setting]]) -%}
    {%- endfor -%}
    {{ flywheel._rows(rows, {'dataset': 'str', 'value': kind}) }}
{% endmacro %}
