"""A process that runs unattended: what it tells its supervisor, and whoever looks after many machines."""
