"""Campaigns: alerts of several organisations that look alike and began within days of one another."""
