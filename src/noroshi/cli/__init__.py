"""The command line, one command a file.

`program` lists the commands and turns errors into exit codes; `here` and `screen` are
what every command is given: which home, and where to write.
"""

import os

# NumPy would start a thread for each core, to multiply matrices with, and we have none. These threads would keep the
# rights that a watch of an interface gives up.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from noroshi.cli.program import main  # it loads NumPy

__all__ = ["main"]
