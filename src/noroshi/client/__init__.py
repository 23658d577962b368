"""The API from another program, typed: `noroshi.client.client.Client`."""
