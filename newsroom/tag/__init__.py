"""Tagging: who and what an article is about."""
