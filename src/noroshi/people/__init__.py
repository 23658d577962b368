"""Who may do what: people, how they sign in, and the record of what they did.

::

    model         a person of the centre, or of a member; `rights` says what a role may do
    caller        who asks, and with which rights: what every answer depends on
    audit         who did what, and when; written once, never changed. `reads` says who saw what, `refusals` who might not

    door          everything below, put together: what the API and the command line are given
    roll          who there is, and changes to that
    invitations   one-time links; `joining` is what whoever opens one does
    sign_in       by password with a code, or by passkey; `oidc/` by a provider that the centre trusts
    sessions      who is signed in, and on which devices; `tokens` for programs
    own           what people change about their own credentials

    credentials/  passwords, codes of an authenticator and their sealed seeds, recovery codes, passkeys
    attempts      how long whoever fails has to wait
    ceremonies    what spans two requests: challenges, answered once
    secret        what opens a door to whoever has it; only its hash is kept
    sealing       what must be read again by us and by nobody else
"""
