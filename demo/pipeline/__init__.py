"""The data half of the demo, by what a reader looks for.

- `flights`: the raw data, as Parquet.
- `releases`: the team's calendar and policy: when it trains, what goes live, what is rolled back.
- `training`: features, candidates, validation.
- `months`: one month of the team's work, which puts the others together.
- `tracking`: how all of it is written to MLflow.
- `tweets`: the raw data of the second use case, whose models are trained in the dbt project itself.
- `predictions`: what the live versions said, and what happened.
"""
