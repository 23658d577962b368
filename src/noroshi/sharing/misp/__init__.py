"""A partner's MISP, which is told by its API; what is told is written by `noroshi.sharing.formats.misp`."""
