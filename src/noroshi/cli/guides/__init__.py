"""`noroshi guides`: what members are advised to do."""
