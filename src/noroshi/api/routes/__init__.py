"""What can be asked for: a resource a file."""
