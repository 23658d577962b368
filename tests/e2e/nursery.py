"""A process that has loaded the whole house, and has children that run one command line each.

A child is a real process and can be killed at any moment; that it need not load the house
again makes two hundred of them bearable. The command lines of its own arguments, as JSON lists, it runs
itself first. Then each line on standard input is one for a child; the answers are the
child's process id, and later, after whatever became of it, its status.
"""

import json
import os
import sys
from pathlib import Path

from noroshi.cli.program import run


def main() -> None:
    """Answer each line: "born PID", then "gone STATUS"."""
    for argument in sys.argv[1:]:
        log, *arguments = json.loads(argument)
        with Path(log).open("w") as file:
            output, sys.stdout = sys.stdout, file
            code = run(arguments)
            sys.stdout = output
        if code:
            sys.exit(code)
    _say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _live(json.loads(line))
        _say("born", child)
        _, status = os.waitpid(child, 0)
        _say("gone", os.waitstatus_to_exitcode(status))


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def _live(arguments: list[str]) -> None:
    """Run a command line, with its output put aside, and end as a process does."""
    log = os.open(arguments.pop(0), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        os.dup2(log, stream.fileno())
    code = 1
    try:
        code = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
