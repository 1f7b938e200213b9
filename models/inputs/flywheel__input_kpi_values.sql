{{ flywheel.input('kpi_values') }}
