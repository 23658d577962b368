"""What somebody must be told, and how that ends."""
