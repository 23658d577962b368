"""Findings in STIX 2.1 (OASIS Standard, 10 June 2021), one kind of object a file; and back."""
