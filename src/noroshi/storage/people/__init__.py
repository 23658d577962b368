"""People, what they sign in with, and the audit, over SQL: a port a file."""
