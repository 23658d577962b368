"""First signs of something new, between centres: what of an indication is told, and what partners tell, merged with one's own."""
