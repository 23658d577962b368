"""Three centres that exchange, each in a network of its own, and what happens to them.

::

    network      namespaces, and the links between them
    week         a week of traffic, and who must know what of it
    centre       a centre: its register, its partners, its service
    wire         what crosses a link: captured, and deciphered
    law          what may cross no link, looked for in every form
    stage        all of it put together
    troubles     what befalls links and services, one a file
    rogue        a partner that does what it can to harm the others
    report       what came of it
"""
