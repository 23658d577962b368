"""First signs of something new, which concern nobody in particular: what rises in dark space, and since when."""
