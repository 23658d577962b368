"""A desk for the outbox: records alerts and owes notices, in a real database."""
