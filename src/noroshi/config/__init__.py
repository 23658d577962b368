"""Settings: one TOML file in the home directory, read into frozen structs.

::

    home       where the state of a centre lies
    sections   every setting, with its default and a sentence; blocking has one section of them
    reading    TOML -> Config; what is wrong is named by file, section and key
    writing    Config's defaults -> the commented file that `noroshi init` leaves
    secrets    passwords and keys, out of files and environment variables
    delivering Config -> what delivery takes
    signing_in Config -> what signing in takes
"""
