"""What members must be told, and how that ends."""
