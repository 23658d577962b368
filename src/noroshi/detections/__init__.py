"""What was seen, how sure we are, and why."""
