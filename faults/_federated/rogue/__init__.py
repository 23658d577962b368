"""A hostile partner: what its server answers, and what it sends, a deed a function; each says how it is counted.

::

    server       answers those that pull from it
    answers      with what
    sender       adds objects to others' collections
    sendings     which ones
    objects      what they and the answers are made of
"""
