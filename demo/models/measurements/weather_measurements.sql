{{ flywheel.measure(
    ref('stg_weather'),
    subject='weather',
    time_column='observed_at',
    segments='origin',
    metrics={
        'hours': 'row_count',
        'pressure_known': {'measure': 'completeness', 'column': 'pressure'},
        'temp_min': {'measure': 'min', 'column': 'temp'},
        'temp_max': {'measure': 'max', 'column': 'temp'},
        'wind_speed_max': {'measure': 'max', 'column': 'wind_speed'},
        'visib_mean': {'measure': 'mean', 'column': 'visib'},
        'rainy_hours': {'measure': 'compliance', 'condition': 'precip > 0'},
    },
) }}
