"""Who sends packets in a scenario, one behaviour a file."""
