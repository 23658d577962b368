"""What people see of packets as they come: rings, and frames of a fair sample."""
