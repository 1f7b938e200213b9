{% macro use_cases() %}
    {#- Every exposure of type ml with what it says under meta.flywheel, and what is missing there. -#}
    {%- set columns = {
        'use_case': 'str', 'team': 'str', 'metric': 'str', 'metric_direction': 'str', 'baseline': 'str', 'kpi': 'str',
        'kpi_direction': 'str', 'stakeholder': 'str', 'owner': 'str', 'task': 'str', 'positive_outcome': 'float',
        'review_every_days': 'int', 'sign_off_every_days': 'int', 'retro_every_days': 'int',
        'incident_review_every_days': 'int', 'retrain_every_days': 'int', 'mlflow_experiment': 'str', 'verdict': 'str', 'reason': 'str',
    } -%}
    {%- set settings = columns.keys() | reject('in', ['use_case', 'owner', 'verdict', 'reason']) | list + ['waivers'] -%}
    {#- what any node may say there -#}
    {%- set known = settings + ['owner', 'channel', 'data_product', 'slo', 'slo_days'] -%}
    {%- set rows = [] -%}
    {%- if execute -%}
        {%- set teams = flywheel._groups() | map(attribute='name') | list -%}
        {%- for exposure in flywheel._ml_exposures() | sort(attribute='name') -%}
            {%- set meta = flywheel._flywheel_meta(exposure) -%}
            {%- set problems = flywheel._use_case_problems(meta, teams) -%}
            {%- set unknown = [] -%}
            {%- for key in meta if key not in known -%}
                {%- do unknown.append("'" ~ key ~ "' is none of its settings: " ~ settings | join(', ')) -%}
            {%- endfor -%}
            {%- set row = [exposure.name] -%}
            {%- for column in columns.keys() | list if column not in ('use_case', 'verdict', 'reason') -%}
                {%- set value = exposure.owner.name or exposure.owner.email if column == 'owner' else meta.get(column) -%}
                {%- do row.append(flywheel._json(value) if value is iterable and value is not string else value) -%}
            {%- endfor -%}
            {%- do row.append('fail' if problems else 'warn' if unknown else 'pass') -%}
            {%- do row.append(
                (problems + unknown) | join('; ') ~ '. Set it in the meta of the exposure: config: {meta: {flywheel: {...}}}.'
                if problems or unknown else 'names its metric, baseline, KPI and stakeholder'
            ) -%}
            {%- do rows.append(row) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ flywheel._rows(rows, columns) }}
{% endmacro %}


{% macro _use_case_problems(meta, teams) %}
    {%- set directions = ['higher_is_better', 'lower_is_better'] -%}
    {%- set allowed = {
        'metric_direction': directions, 'kpi_direction': directions, 'task': ['binary', 'multiclass', 'regression'],
    } -%}
    {%- set named = ['team', 'metric', 'baseline', 'kpi', 'mlflow_experiment'] -%}
    {%- set promised_days = [
        'review_every_days', 'sign_off_every_days', 'retro_every_days', 'incident_review_every_days', 'retrain_every_days',
    ] -%}
    {%- set problems = [] -%}
    {%- for key in ['metric', 'baseline', 'kpi', 'stakeholder'] if not meta.get(key) -%}
        {%- do problems.append('no ' ~ key ~ ' is named') -%}
    {%- endfor -%}
    {%- if meta.get('team') and meta.team not in teams -%}
        {%- do problems.append("team '" ~ meta.team ~ "' is not a dbt group; groups: " ~ (teams | join(', ') or 'none')) -%}
    {%- endif -%}
    {%- for key, values in allowed.items() if meta.get(key) and meta[key] not in values -%}
        {%- do problems.append(key ~ " is '" ~ meta[key] ~ "', wanted one of " ~ values | join(', ')) -%}
    {%- endfor -%}
    {%- for key in named if meta.get(key) and meta[key] is not string -%}
        {%- do problems.append(key ~ " is " ~ flywheel._json(meta[key]) ~ ", wanted a name") -%}
    {%- endfor -%}
    {%- set outcome = meta.get('positive_outcome') -%}
    {%- if outcome is not none and (outcome is not number or outcome is boolean) -%}
        {%- do problems.append("positive_outcome is '" ~ outcome ~ "', wanted a number") -%}
        {%- do meta.update({'positive_outcome': none}) -%}
    {%- endif -%}
    {%- for key in promised_days if meta.get(key) is not none -%}
        {%- set is_whole = flywheel._is_whole(meta[key]) -%}
        {%- if not is_whole -%} {%- do problems.append(key ~ " is '" ~ meta[key] ~ "', wanted a whole number above 0") -%} {%- endif -%}
        {%- do meta.update({key: meta[key] | int if is_whole else none}) -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
