"""What the tests stand on: warehouses to plant rows in, and temporary consumer projects to run dbt in."""
