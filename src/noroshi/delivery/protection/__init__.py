"""What keeps mail between the centre and its reader: OpenPGP and S/MIME, one file each.

`clear` says what may leave without it, and `protecting` which mail is signed and which is encrypted.
"""
