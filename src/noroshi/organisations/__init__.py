"""Who exists, and who answers for what."""
