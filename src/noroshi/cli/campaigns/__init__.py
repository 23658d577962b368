"""What several organisations have at the same time."""
