"""Back-ups: one file that holds a home, packed, and read again without trusting it.

::

    manifest   what a back-up says of itself, and which names its members may have
    packing    files -> a tar archive, compressed with zstd
    unpacking  such an archive -> files, each compared with its digest
    database   a consistent copy of an SQLite database that is in use
"""
