"""The watch officer's console: the files that a browser loads, and what these may do there."""
