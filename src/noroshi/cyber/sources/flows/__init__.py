"""Flows: what routers say of packets that they saw, for those who cannot mirror the packets themselves.

A datagram is received (`receiver`), read into records (`exporters`), each record made a flow or skipped (`record`), and
flows are unfolded into packets (`unfolding`), from where on nothing knows that there were no packets.
"""
