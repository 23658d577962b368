"""The ports of sharing over SQL, a file for each noun."""
