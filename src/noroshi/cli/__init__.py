"""The command line, one command a file.

`program` lists the commands and turns errors into exit codes; `here` and `screen` are
what every command is given: which home, and where to write.
"""

from noroshi.cli.program import main

__all__ = ["main"]
