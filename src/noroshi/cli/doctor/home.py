"""The home and its secrets: there, and for the owner's eyes only."""

from collections.abc import Sequence
from pathlib import Path

from noroshi.cli.doctor.finding import Findings, broken, fine, is_open_to_others, warning
from noroshi.cli.phrases import counted
from noroshi.config.home import Home
from noroshi.config.secret_key import seals_of
from noroshi.config.sections import Config
from noroshi.people.credentials.seeds import Seeds


def folders(home: Home) -> Findings:
    """Look whether the home is whole, and closed to others."""
    missing = [str(each) for each in (home.archive, home.checkpoints) if not each.is_dir()]
    if missing:
        yield warning("home", f"{', '.join(missing)} is missing", f"mkdir -m 700 {' '.join(missing)}")
    if not is_open_to_others(home.path):
        yield fine("home", f"{home.path} is closed to others")
        return
    beside = (Path(f"{home.database}{ending}") for ending in ("", "-wal", "-shm"))
    open_ = [str(each) for each in (home.settings, *beside) if is_open_to_others(each)]
    if open_:
        yield broken(
            "home", f"others on this machine may read {', '.join(open_)}", f"chmod -R go= {home.path}"
        )
    else:
        yield warning("home", f"others may look into {home.path}", f"chmod go= {home.path}")


def key(home: Home, sealed: Sequence[tuple[str, str]]) -> Findings:
    """Look whether the centre's key is there, for its owner's eyes only, and opens what was sealed.

    Parameters
    ----------
    sealed
        Who has an authenticator, each with its sealed seed.
    """
    advice = f"Put the one of a back-up in its place: {home.key}. Else reset them: `noroshi people reset`."
    if not home.key.exists():
        if sealed:
            codes = f"no code of {counted(len(sealed), 'authenticator')} fits"
            yield broken("key", f"the centre's key is missing, so {codes}", advice)
        return
    if is_open_to_others(home.key):
        yield broken("key", "others on this machine may read the centre's key", f"chmod go= {home.key}")
        return
    seeds = Seeds(lambda: seals_of(home.key))
    lost = [person for person, seed in sealed if not seeds.opens(person, seed)]
    if lost:
        yield broken("key", f"it is not the one with which codes of {', '.join(lost)} were sealed", advice)
    else:
        yield fine("key", "the centre's key is closed to others, and opens what it sealed")


def secrets(config: Config) -> Findings:
    """Look whether files with secrets, and the folder of GnuPG's keys, are closed to others."""
    openpgp, smime = config.email.openpgp, config.email.smime
    keys = (openpgp.home, openpgp.passphrase_file, smime.key, smime.passphrase_file)
    webhooks = (config.webhook.secret_file, *config.webhook.secret_files.values())
    named = (config.email.password_file, config.misp.key_file, config.sharing.key, *keys, *webhooks)
    files = [Path(each).expanduser() for each in named if each]
    open_ = [str(each) for each in files if is_open_to_others(each)]
    if open_:
        yield broken(
            "secrets", f"others on this machine may read {', '.join(open_)}", f"chmod go= {' '.join(open_)}"
        )
    elif files:
        yield fine("secrets", "the files with secrets are closed to others")
