"""What may leave to partners, as persons decide."""
