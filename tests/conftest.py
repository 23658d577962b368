"""What every test stands on."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "house",
    deadline=None,  # a kernel's first call compiles it, which takes seconds
    suppress_health_check=[HealthCheck.too_slow],  # for the same reason
)
settings.load_profile("house")
