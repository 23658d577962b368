"""The allow-list: what no block-list ever has, whoever wants it there; `allowed` puts it together."""
