{{ flywheel.series(ref('flywheel__measurements'), ref('flywheel__policies'), known=this) }}
