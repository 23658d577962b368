"""What is kept no longer: files of the archive, texts of messages, samples of alerts.

Alerts, their history, notices and the register stay: they are small, they are what a centre answers for, and
triggers refuse to take anything from history. So do their marks, the releases to partners, and how each alert stands with
each partner: what somebody was told may have to be withdrawn years later.
"""
