"""The composition root: the only room that knows everyone, and puts a watch centre together.

`centre` has all that a watch needs. `delivering` adds the channels, which take a third of a second to load:
packets need not wait for them.
"""

from noroshi.app.centre import Application

__all__ = ["Application"]
