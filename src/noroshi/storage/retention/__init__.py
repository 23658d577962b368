"""What is kept no longer: files of the archive, texts of messages, samples of alerts.

Alerts, their history, notices and the register stay: they are small, they are what a centre answers for, and
triggers refuse to take anything from history.
"""
