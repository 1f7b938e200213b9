{% macro input_contract(name=none) %}
    {#- The public contract of every input, in one place: column -> type.
        `*`: part of the key and never null. `+`: part of the key, may be null. -#}
    {%- set contracts = {
        'items': {
            'dataset': 'str*', 'item_id': 'str*', 'arrived_at': 'ts*', 'shaped_at': 'ts', 'is_accepted': 'bool',
            'content': 'str',
        },
        'label_votes': {
            'dataset': 'str*', 'item_id': 'str*', 'labeller': 'str*', 'labeller_kind': 'str', 'label': 'str',
            'voted_at': 'ts',
        },
        'gold_labels': {'dataset': 'str*', 'item_id': 'str*', 'label': 'str*', 'labelled_at': 'ts'},
        'training_runs': {
            'use_case': 'str*', 'run_id': 'str*', 'candidate': 'str*', 'complexity': 'int', 'metric': 'str*',
            'value': 'float', 'standard_error': 'float', 'sample_size': 'int', 'started_at': 'ts', 'ended_at': 'ts',
            'author': 'str', 'status': 'str',
        },
        'deployments': {
            'use_case': 'str*', 'version': 'str*', 'run_id': 'str', 'candidate': 'str', 'deployed_at': 'ts*',
            'retired_at': 'ts', 'deployed_by': 'str', 'outcome': 'str', 'is_automated': 'bool',
        },
        'predictions': {
            'use_case': 'str*', 'version': 'str*', 'entity_id': 'str*', 'predicted_at': 'ts*', 'score': 'float',
            'segment': 'str',
        },
        'outcomes': {'use_case': 'str*', 'entity_id': 'str*', 'observed_at': 'ts', 'outcome': 'float'},
        'kpi_values': {
            'kpi': 'str*', 'period_start': 'date*', 'segment': 'str+', 'value': 'float', 'numerator': 'float',
            'denominator': 'float',
        },
        'experiment_units': {
            'experiment': 'str*', 'use_case': 'str', 'kpi': 'str*', 'unit_id': 'str*', 'variant': 'str*',
            'is_control': 'bool*', 'assigned_at': 'ts', 'value': 'float', 'denominator': 'float',
            'pre_value': 'float', 'expected_share': 'float', 'segment': 'str',
        },
        'reviews': {
            'use_case': 'str*', 'kind': 'str*', 'held_at': 'ts*', 'person': 'str+', 'role': 'str+',
            'criterion': 'str+', 'notes': 'str',
        },
        'team_members': {'team': 'str*', 'person': 'str*', 'role': 'str*', 'since': 'ts', 'until': 'ts'},
        'test_results': {
            'invocation_id': 'str*', 'test_id': 'str*', 'node_id': 'str', 'test_name': 'str', 'column_name': 'str',
            'status': 'str*', 'severity': 'str', 'failures': 'int', 'executed_at': 'ts*',
            'execution_seconds': 'float', 'owner': 'str', 'group_name': 'str', 'channel': 'str',
        },
        'alert_actions': {'test_id': 'str*', 'acted_at': 'ts*', 'actor': 'str', 'action': 'str*'},
        'known_events': {
            'subject': 'str+', 'segment': 'str+', 'starts_at': 'ts*', 'ends_at': 'ts*', 'reason': 'str',
        },
    } -%}
    {%- if name is none -%} {{ return(contracts) }} {%- endif -%}
    {%- if name not in contracts -%}
        {{ exceptions.raise_compiler_error(
            "flywheel: there is no input '" ~ name ~ "'. Inputs: " ~ contracts.keys() | join(', ') ~ "."
        ) }}
    {%- endif -%}
    {{ return(contracts[name]) }}
{% endmacro %}
