"""Who is a member, and who answers for what."""
