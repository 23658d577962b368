"""The only place with SQL: an adapter for each port, over SQLite or PostgreSQL."""
