"""What partners' programs ask over TAXII 2.1, and what they are answered.

An application of its own, on an address of its own: partners come with certificates, and have no business with the
console. Handlers give bytes, and no models: objects leave as they are kept.

::

    application  all routes, put together
    gate         which partner asks, by password, token or certificate
    exchange     what requests share: collections, as a partner sees them
    service      discovery, API root, collections, status
    reading      objects, manifests, versions
    writing      objects added, objects deleted
    answers      bytes as answers, and every error in TAXII's form
    trust        certificates: ours, and those that partners come with
"""
