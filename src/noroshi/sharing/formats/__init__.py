"""The forms that findings are written in, one a file; `catalogue` has them all, and is the only door."""
