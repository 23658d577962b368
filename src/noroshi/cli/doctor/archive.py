"""The archive: whether it can be written, and how much lies in it."""

import os

from noroshi.cli.doctor.finding import Findings, Patient, fine, warning
from noroshi.cli.phrases import counted
from noroshi.storage.archive import extent


def archive(patient: Patient) -> Findings:
    """Look whether detections can be archived, and say how much is there."""
    folder = patient.home.detections
    if not patient.config.watch.archive:
        yield fine("archive", "the settings want none")
        return
    place = next(each for each in (folder, *folder.absolute().parents) if os.path.lexists(each))
    if not (place.is_dir() and os.access(place, os.W_OK | os.X_OK)):
        yield warning(
            "archive",
            f"{place} cannot be written, so detections are dropped",
            "Make it a folder of your own.",
        )
        return
    days, files, size, unfinished = extent(folder)
    said = f"{size / (1 << 20):,.1f} MiB in {counted(files, 'file')} of {counted(days, 'day')}"
    left = (
        f"; {counted(unfinished, 'unfinished file')} of watches that run or were killed" if unfinished else ""
    )
    yield fine("archive", said + left)
