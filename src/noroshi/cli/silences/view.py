"""A silence's scope in words."""

from noroshi.alerts.silences import Scope


def scope_text(scope: Scope) -> str:
    """Say which alerts a scope is about.

    Examples
    --------
    >>> scope_text(Scope(organisation="example", kind="infection"))
    'organisation example, kind infection'
    """
    conditions = {
        "organisation": scope.organisation,
        "kind": scope.kind,
        "subject": scope.subject,
        "alert": scope.alert,
    }
    return ", ".join(f"{name} {value}" for name, value in conditions.items() if value)
