-- depends on the models that hold metrics, so that it is rebuilt with them
{{ flywheel.policies() }}
