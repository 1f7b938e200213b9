-- In the last two weeks that were judged. This is what stops our build: all other tests warn, so that the verdicts are
-- there to be read when it does, and this one depends on flywheel__end, so that dbt leaves nothing out after it.
select * from (
    {{ flywheel.failing_verdicts(ref('flywheel__verdicts'), periods=14) }}
) as failing
-- a single airport or carrier that fails is for whoever reads the incidents
where segment is null
order by period_start desc, metric
-- depends_on: {{ ref("flywheel__end") }}
