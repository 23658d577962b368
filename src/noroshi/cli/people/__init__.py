"""`noroshi people`: who may sign in."""
