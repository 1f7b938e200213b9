{{ flywheel.guide_waivers() }}
