{{ flywheel._velocity('use_case') }}
