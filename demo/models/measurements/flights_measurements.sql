{{ flywheel.measure(
    ref('fct_flights'),
    subject='flights',
    time_column='flight_date',
    segments=['origin', 'carrier'],
    metrics={
        'flights': 'row_count',
        'tail_number_known': {'measure': 'completeness', 'column': 'tailnum'},
        'plane_known': {'measure': 'completeness', 'column': 'manufacturer'},
        'weather_known': {'measure': 'completeness', 'column': 'temp'},
        'departure_delay_mean': {'measure': 'mean', 'column': 'dep_delay'},
        'departure_delay_p90': {'measure': 'quantile', 'column': 'dep_delay', 'q': 0.9},
        'left_on_time': {'measure': 'compliance', 'condition': 'dep_delay < 15', 'where': 'not is_cancelled'},
    },
) }}
