"""From an owed notice to a sent message.

The desk writes notices in the transaction that records an alert; everything after
that is here. A notice goes through these stages, one file each::

    owed -> mute, group (gathering) -> compose (composing) -> send and record (sending)
                                                                |
                               channels/ render what they need: rendering, document

`outbox` runs the stages, once or until told to stop. A message is written down with
its notices before it is sent, under a key that depends on its notices alone, so it
survives a kill at any moment, and a receiver can drop a repeat by that key.
"""
