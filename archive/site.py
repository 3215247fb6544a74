"""What every page says of the site it belongs to."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """Template context: the site's name and its public address without a closing slash."""
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
