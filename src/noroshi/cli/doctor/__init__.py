"""Everything that a watch needs, checked: one part of it a file, and the command that asks them all."""
