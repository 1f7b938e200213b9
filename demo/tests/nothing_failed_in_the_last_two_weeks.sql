-- The end of the road, and what stops our build. All other tests warn, so that the verdicts are there to be read when it does;
-- and this one waits for the incidents, which dbt would skip where it fails before them.
-- depends_on: {{ ref('flywheel__incidents') }}
select * from (
    {{ flywheel.failing_verdicts(ref('flywheel__verdicts'), periods=14) }}
) as failing
-- a single airport or carrier that fails is for whoever reads the incidents
where segment is null
