"""`noroshi console`: the console and the API over a home, without a watch."""

import threading

from noroshi.cli.answering import Answering, answering, show
from noroshi.cli.answering_partners import exchanging
from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.cli.watch.logs import log_to_standard_error
from noroshi.cli.watch.signals import stopped_by_signals
from noroshi.errors import UsageError

app = command("console", "noroshi console", "noroshi console --listen 127.0.0.1:0 --json")

OUTPUTS = (Answering,)


@app.default
def console(*, listen: str = "", here: Here = EVERYWHERE) -> None:
    """Answer with the console and the API, without a watch.

    While nobody can sign in, it shows a link by which the first administrator does.

    Parameters
    ----------
    listen
        Where, as HOST:PORT; else what [console] listen in the settings says.
    """
    screen = here.screen()
    log_to_standard_error(as_json=here.json)
    stop = threading.Event()
    with here.application() as centre:
        where = listen or centre.config.console.listen
        if not where:
            raise UsageError(
                "nobody says where to listen", hint="Set [console] listen in the settings, or say --listen."
            )
        with (
            answering(centre, where) as answers,
            exchanging(centre),
            stopped_by_signals(stop, screen),
        ):
            screen.record(answers)
            show(answers, screen)
            stop.wait()
