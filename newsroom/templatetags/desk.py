"""What every page of the desk shows above its work."""

from typing import Any

from django import template

from newsroom.curate import bar

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_ways(context: dict[str, Any]) -> list[bar.Way]:
    """The entries of the bar for who is signed in; no query beyond that for the permissions."""
    request = context["request"]
    return bar.ways(request.user, request.path)
