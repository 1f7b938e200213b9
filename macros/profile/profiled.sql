{% macro _profiled(relation, where=none) %}
    {#- The figures of every column of a relation, as a list of {name, quoted, type, family, rows, known, ...}, from one scan of it
        (one for each 100 columns). What a type has no figure for is left out. -#}
    {%- set columns = adapter.get_columns_in_relation(relation) -%}
    {%- set profiled = [] -%}
    {%- for some in columns | batch(100) -%}
        {%- set expressions = ['count(*)'] -%}
        {%- set places = [] -%}
        {%- for column in some -%}
            {%- set family = flywheel._type_family(column.data_type) -%}
            {%- set figures = {} -%}
            {%- for figure, expression in flywheel._figures(adapter.quote(column.name), family).items() -%}
                {%- do figures.update({figure: expressions | length}) -%}
                {%- do expressions.append(expression) -%}
            {%- endfor -%}
            {%- do places.append(figures) -%}
        {%- endfor -%}
        {%- set query -%}
            select
                {%- for expression in expressions %}
                {{ expression }} as figure_{{ loop.index0 }}{{ ',' if not loop.last }}
                {%- endfor %}
            from {{ relation }}
            {%- if where %}
            where {{ where }}
            {%- endif %}
        {%- endset -%}
        {%- set found = run_query(query).rows[0] -%}
        {%- for column in some -%}
            {%- set family = flywheel._type_family(column.data_type) -%}
            {%- set profile = {
                'name': column.name, 'quoted': adapter.quote(column.name), 'type': column.data_type, 'family': family, 'rows': found[0] | int,
            } -%}
            {%- for figure, place in places[loop.index0].items() if found[place] is not none -%}
                {%- set is_text = figure in ('min', 'max') and family in ('date', 'ts') -%}
                {%- do profile.update({figure: found[place] | string if is_text else found[place] | float}) -%}
            {%- endfor -%}
            {%- do profiled.append(profile) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(profiled) }}
{% endmacro %}


{% macro _figures(column, family) %}
    {#- What is asked of a column of a type: {figure: aggregate}. -#}
    {%- set figures = {'known': 'count(' ~ column ~ ')'} -%}
    {%- if family in ('str', 'int', 'float', 'bool', 'date', 'ts') -%}
        {%- do figures.update({'distinct': flywheel.measure_distinct_count(column)['value']}) -%}
    {%- endif -%}
    {%- if family in ('date', 'ts') -%}
        {%- set text = dbt.type_string() -%}
        {%- do figures.update({
            'min': 'cast(min(' ~ column ~ ') as ' ~ text ~ ')', 'max': 'cast(max(' ~ column ~ ') as ' ~ text ~ ')',
        }) -%}
    {%- elif family in ('int', 'float') -%}
        {%- do figures.update({
            'min': flywheel.measure_min(column)['value'], 'max': flywheel.measure_max(column)['value'],
            'mean': flywheel.measure_mean(column)['value'], 'sd': flywheel.measure_stddev(column)['value'],
        }) -%}
        {%- for percent in ('05', '25', '50', '75', '95') -%}
            {%- do figures.update({'p' ~ percent: flywheel.measure_quantile(column, percent | int / 100)['value']}) -%}
        {%- endfor -%}
    {%- elif family == 'str' -%}
        {%- do figures.update({
            'min_length': flywheel.measure_min_length(column)['value'], 'max_length': flywheel.measure_max_length(column)['value'],
        }) -%}
    {%- endif -%}
    {{ return(figures) }}
{% endmacro %}
