"""What people see of packets as they come: rings, frames of a fair sample, and the traffic minute by minute."""
