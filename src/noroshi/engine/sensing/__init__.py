"""Whether a sensor sees: the rules by which an operator is told that silence does not mean quiet."""
