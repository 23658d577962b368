"""`noroshi partners`: with whom this centre exchanges, and how that goes."""
