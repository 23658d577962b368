"""Block-lists that a person proposes, another releases, and that are served until they end."""
