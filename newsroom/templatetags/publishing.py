"""What the forms for publishing ask of an article, on whatever page they stand."""

from django import template

from archive.models import Article
from newsroom.curate.publishing import Status, status

register = template.Library()


@register.simple_tag
def publishing_of(article: Article) -> Status:
    """What readers see of the article, and what stands: two queries."""
    return status(article)
