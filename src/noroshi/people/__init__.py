"""Who may do what: people, how they sign in, and the record of what they did.

::

    model      a person of the centre, or of a member
    rights     roles, rights, and which role has which
    caller     who asks, and with which rights: what every answer depends on
    audit      who did what, and when; written once, never changed
"""
