"""Reports over what happened: how members fare, and how one does."""
