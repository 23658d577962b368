"""The tables, a file for each noun, and how a value becomes a row and a row a value."""
