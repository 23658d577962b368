"""The scenarios that come with Noroshi, one a file."""
