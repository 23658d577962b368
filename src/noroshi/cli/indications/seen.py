"""How a centre that has seen an indication is named."""


def centre_text(centre: str) -> str:
    """Give its name among partners; "here" for this centre."""
    return centre or "here"
