"""What is to be stopped, as persons decide."""
