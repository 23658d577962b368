"""What programs ask of a watch centre over HTTP, and what they are answered."""
