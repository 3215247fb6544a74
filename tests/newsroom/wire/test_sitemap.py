"""News sitemaps."""

from datetime import UTC, datetime

from newsroom.wire.sitemap import LONG_AGO, NEWEST, Address, addresses

HEAD = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
)
NEWS = (
    "<news:news><news:publication><news:name>Le Courrier de Valmer</news:name>"
    "<news:language>fr</news:language></news:publication>"
    "<news:publication_date>{date}</news:publication_date>"
    "<news:title>Le pont &amp; la place</news:title></news:news>"
)


def url(n: int, date: str = "2026-03-04T09:00:00+01:00", extra: str = "") -> str:
    return f"<url><loc>https://valmer.example/{n}</loc>{extra}{NEWS.format(date=date)}</url>"


def test_address_tells_what_its_news_element_says() -> None:
    (one,) = addresses(HEAD + url(1, extra="<lastmod>2026-03-05</lastmod>") + "</urlset>")
    assert (one.url, one.title) == ("https://valmer.example/1", "Le pont & la place")
    assert (one.published, one.updated) == ("2026-03-04T09:00:00+01:00", "2026-03-05")
    assert one.outlet == "Le Courrier de Valmer"


def test_page_without_a_news_element_is_left_out() -> None:
    old = "<url><loc>https://valmer.example/mentions-legales</loc></url>"
    assert [each.url[-1] for each in addresses(f"{HEAD}{old}{url(2)}</urlset>")] == ["2"]


def test_newest_come_first_however_they_stand() -> None:
    text = HEAD + url(1, "2026-03-01") + url(2, "2026-03-03") + url(3, "2026-03-02") + "</urlset>"
    assert [each.url[-1] for each in addresses(text)] == ["2", "3", "1"]


def test_only_the_newest_are_taken() -> None:
    days = [f"2026-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(NEWEST + 20)]
    found = addresses(HEAD + "".join(url(n, day) for n, day in enumerate(days)) + "</urlset>")
    assert len(found) == NEWEST
    assert found[0].url.endswith(f"/{NEWEST + 19}")


def test_sitemap_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    assert len(addresses(f"{HEAD}{url(1)}{url(2)}<url><loc>https://val")) == 2


def test_what_is_no_xml_holds_no_address() -> None:
    assert addresses("") == []


def test_item_escapes_what_the_sitemap_says() -> None:
    item = Address("https://valmer.example/?a=1&b=2", "Moins < plus", "", "", "").item()
    assert "<link>https://valmer.example/?a=1&amp;b=2</link>" in item
    assert "<title>Moins &lt; plus</title>" in item
    assert "pubDate" not in item


def test_date_is_of_the_last_change_else_long_ago() -> None:
    dates = ("2026-03-04", "2026-03-05T10:00:00Z")
    assert Address("", "", *dates, "").at() == datetime(2026, 3, 5, 10, tzinfo=UTC)
    assert Address("", "", dates[0], "", "").at() == datetime(2026, 3, 4, tzinfo=UTC)
    assert Address("", "", "hier", "", "").at() == LONG_AGO
