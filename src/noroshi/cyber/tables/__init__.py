"""What the cyber domain remembers, a table a file."""
