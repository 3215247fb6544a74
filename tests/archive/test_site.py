"""What every page says of its site."""

from django.test import RequestFactory, override_settings

from archive.site import site


@override_settings(SITE_NAME="Archives du port", SITE_URL="https://port.example")
def test_pages_know_the_name_and_address(rf: RequestFactory) -> None:
    assert site(rf.get("/")) == {
        "site_name": "Archives du port",
        "site_url": "https://port.example",
    }
