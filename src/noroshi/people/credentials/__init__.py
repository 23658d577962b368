"""What proves who somebody is: passwords with codes, recovery codes, passkeys; and the port that keeps them."""
