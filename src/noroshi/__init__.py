"""Noroshi, an open watch centre: it sees, it tells whoever must know, and it says why.

The house, ground floor first; imports only go down::

    errors  clock          one exception tree; one clock
    tracing                what was done and how long it took, for whoever listens
    columns/               columnar batches, kernels, hash tables, sketches, prefix look-up
    organisations/         who exists, and who answers for what
    detections/            what was seen, how sure, and why
    alerts/                what somebody must be told, and how that ends
    domains                the door by which cyberspace, the sea and strangers come in
    cyber/                 the first domain: packets in, detections out
    engine/                a run as data, and the loop that carries it out
    delivery/              from an owed notice to a sent message
    storage/               the only place with SQL
    config  app            settings; the composition root
    testing/               the public kit for people who write detectors
    cli/                   one command a file

`docs/tour.md` follows one packet through it.
"""

__version__ = "0.1.0"
