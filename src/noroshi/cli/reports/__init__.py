"""Reports over what happened."""
