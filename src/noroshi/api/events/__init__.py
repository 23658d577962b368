"""What happens, as it happens: one reader of the books for everybody who follows.

::

    journal    what has happened of late, and whoever waits for more
    batches    what happened together, as each caller has it
    telling    an event as the stream has it
    following  what one caller is sent
"""
