"""`noroshi releases tally`: how many alerts and indications partners were told of, and how many not, by reason."""

from noroshi.cli.here import EVERYWHERE, Here, command
from noroshi.records.releases import TallyRecord, tally_records

app = command("tally", "noroshi releases tally", "noroshi releases tally --json")

OUTPUTS = (TallyRecord,)


@app.default
def tally(*, here: Here = EVERYWHERE) -> None:
    """Count alerts and indications by partner, by what they may know, and by the rule.

    What nobody has asked for yet is not in it: it has what was decided when a partner's turn came.
    """
    with here.books() as books:
        records = tally_records(books.sharing.ledger.tallies(), books.sharing.signs.tallies())
    screen = here.screen()
    for record in records:
        screen.record(record)
    if not records:
        screen.line("Nothing was decided yet.")
        return
    screen.table(
        ("to", "level", "rule", "alerts", "indications"),
        [
            (each.to, each.level or "nothing", each.rule, f"{each.alerts:,}", f"{each.indications:,}")
            for each in records
        ],
    )
