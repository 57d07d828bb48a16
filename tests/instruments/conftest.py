from hypothesis import HealthCheck, settings

# The machines that run this are slow and shared: time is no reason to fail.
settings.register_profile(
    "desk", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("desk")
