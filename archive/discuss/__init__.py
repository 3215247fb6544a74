"""The conversation: comments, and who decides on them."""
