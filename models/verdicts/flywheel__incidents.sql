-- what is told is on record before anybody is told of it, and where a failing verdict stops the build as well
-- depends_on: {{ ref('flywheel__verdict_log') }}
{{ flywheel.incidents(ref('flywheel__verdicts'), ref('flywheel__teams')) }}
