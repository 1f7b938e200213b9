{% test no_impossible_values(model, column_name=none, columns=none, exclude=[], times=10, chance=0.001) %}
    {{ flywheel.impossible_values(model, column_name, columns, exclude, times, chance) }}
{% endtest %}
