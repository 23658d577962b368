"""The detectors, one a file; each reads a table of the memory at the end of an interval."""
