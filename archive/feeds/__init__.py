"""Feeds that readers follow: articles, and the comments on one."""
