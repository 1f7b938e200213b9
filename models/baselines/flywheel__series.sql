{{ config(post_hook="{{ flywheel._tell_of_unused_settings(this) }}") }}

{{ flywheel.series(ref('flywheel__measurements'), ref('flywheel__policies'), known=this) }}
