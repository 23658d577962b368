"""What partners may know: what leaves, to whom, how much of it, and in which form."""
