"""TAXII 2.1 (OASIS Standard, 10 June 2021): objects kept as the bytes that leave, asked for by filter and page.

::

    collection   what objects lie in, and who may do what with it
    objects      what a body holds, checked; `stamps`: moments as STIX and TAXII write them
    filters      what is asked for
    envelope     pages, manifests and versions, joined out of bytes
    posts        what became of objects that somebody added
    media        media types, and which of them a client takes
    refusals     why a request is not done
    book         what storage offers
    client       the same from the other side: what a partner's server answers
    trust        which server it is
"""
