"""The ways out: e-mail, webhook, syslog and file, one file each."""
