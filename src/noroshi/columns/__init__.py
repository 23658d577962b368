"""Columnar batches and the loops that run over them.

Observations never become one Python object each: they are batches, one array a
column. A batch type is a `NamedTuple` whose fields are declared once, with unit
and sentence (`schema`); loops over them are kernels (`kernel`).
"""
