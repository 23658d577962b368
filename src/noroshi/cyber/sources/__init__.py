"""Where packets come from: one capture format a file."""
