"""`noroshi people tokens`: what programs sign in with."""
