"""Signing in by an OpenID Connect provider that the centre trusts; it needs the extra noroshi[oidc].

::

    provider    what is asked of it over HTTP: where it answers, its keys, and what a code is worth
    claims      whether what it says is true, meant for us, and an answer to what we asked
    entrance    whom it lets in: those who were invited, and those whose claim is a role here
"""
