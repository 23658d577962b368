"""First signs of something new, which concern nobody in particular."""
