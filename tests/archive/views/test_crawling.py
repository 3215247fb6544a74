"""What crawlers and browsers read of the site as a whole, each held to its standard."""

import re
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from archive import tagging
from archive.models import Article, Tag
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)
MAPS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SEARCH = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
W3C_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
FILES = ["/sitemap-pages.xml", "/sitemap-articles-1.xml", "/sitemap-tags-1.xml"]


@pytest.fixture(autouse=True)
def listed(settings: Settings) -> None:
    """All that is translated may be listed."""
    settings.UNREVIEWED_NOINDEX = False
    settings.SITE_URL = "https://news.example"


@pytest.fixture
def article(edith: User) -> Article:
    made = make_article(pk=1, source=make_source("wire"))
    publish(made, {"Le pont rouvre": "Bridges & quays"})
    tagging.add(made, Tag.objects.create(pk=1, kind="place", slug="iran", label_en="Iran"), edith)
    return made


def fetch(client: Client, address: str) -> HttpResponse:
    answer = client.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]
    return answer  # type: ignore[return-value]


def tree(client: Client, address: str) -> ElementTree.Element:
    answer = fetch(client, address)
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(answer.getvalue())


def locations(root: ElementTree.Element) -> list[str]:
    return [loc.text or "" for loc in root.iter(f"{{{MAPS['s']}}}loc")]


class TestSitemap:
    def test_sitemaps_org_index_names_every_file(self, rosa: Client, article: Article) -> None:
        root = tree(rosa, "/sitemap.xml")
        assert root.tag == f"{{{MAPS['s']}}}sitemapindex"
        assert locations(root) == [f"https://news.example{path}" for path in FILES]
        assert len(root.findall("s:sitemap/s:loc", MAPS)) == len(root)

    @pytest.mark.parametrize("path", FILES)
    def test_sitemaps_org_urlset_has_a_loc_for_each_url(
        self, rosa: Client, article: Article, path: str
    ) -> None:
        root = tree(rosa, path)
        assert root.tag == f"{{{MAPS['s']}}}urlset"
        assert 1 <= len(root) <= 50_000
        assert [len(url.findall("s:loc", MAPS)) for url in root] == [1] * len(root)
        assert all(len(loc) < 2048 for loc in locations(root))

    @pytest.mark.parametrize("path", FILES)
    def test_sitemaps_org_location_files_stand_at_the_root(
        self, rosa: Client, article: Article, path: str
    ) -> None:
        assert "/" not in path[1:]
        assert all(loc.startswith("https://news.example/") for loc in locations(tree(rosa, path)))

    def test_sitemaps_org_lastmod_is_a_w3c_datetime(self, rosa: Client, article: Article) -> None:
        (lastmod,) = tree(rosa, FILES[1]).findall("s:url/s:lastmod", MAPS)
        assert article.edition
        assert W3C_TIME.fullmatch(lastmod.text or "")
        assert (lastmod.text or "")[:10] == article.edition.at.date().isoformat()

    def test_sitemaps_org_escaping_is_done(self, rosa: Client, settings: Settings) -> None:
        settings.SITE_URL = "https://news.example/a&b"
        assert b"https://news.example/a&amp;b/sitemap-pages.xml" in rosa.get("/sitemap.xml").content

    def test_every_page_listed_is_there(self, rosa: Client, article: Article) -> None:
        for path in FILES:
            for loc in locations(tree(rosa, path)):
                assert rosa.get(urlsplit(loc).path).status_code == 200, loc

    def test_no_page_listed_asks_to_be_left_out(self, rosa: Client, article: Article) -> None:
        for path in FILES:
            for loc in locations(tree(rosa, path)):
                assert b'name="robots"' not in rosa.get(urlsplit(loc).path).content, loc

    def test_withdrawn_leaves_at_once(self, sam: Client, article: Article) -> None:
        known = {"If-None-Match": sam.get(FILES[1])["ETag"]}
        assert sam.get(FILES[1], headers=known).status_code == 304
        Article.objects.update(state="withdrawn", withdrawn_reason="Wrong.")
        assert sam.get(FILES[1], headers=known).status_code == 404
        assert len(locations(tree(sam, "/sitemap.xml"))) == 1

    @pytest.mark.parametrize("span", [0, 2, 10**30])
    def test_file_that_holds_nothing_is_not_there(self, sam: Client, span: int) -> None:
        for kind in ("articles", "tags"):
            assert sam.get(f"/sitemap-{kind}-{span}.xml").status_code == 404

    def test_queries_do_not_grow(
        self,
        rosa: Client,
        article: Article,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for n in range(2, 14):
            publish(make_article(pk=n, source=make_source(f"source-{n}")))
        for path in ("/sitemap.xml", *FILES):
            with django_assert_max_num_queries(8):
                tree(rosa, path)


class TestRobots:
    @pytest.fixture
    def rules(self, rosa: Client) -> str:
        answer = fetch(rosa, "/robots.txt")
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        return answer.content.decode()

    def test_rfc9309_2_2_a_group_starts_with_its_agents(self, rules: str) -> None:
        lines = [line for line in rules.splitlines() if line]
        assert lines[0] == "User-agent: *"
        assert all(re.fullmatch(r"(Allow|Disallow): /\S*", line) for line in lines[1:-1])

    def test_rfc9309_2_2_4_sitemap_is_named_in_full(self, rules: str) -> None:
        read = RobotFileParser()
        read.parse(rules.splitlines())
        assert read.site_maps() == ["https://news.example/sitemap.xml"]

    @pytest.mark.parametrize(
        ("path", "allowed"),
        {
            "/": True,
            "/articles/1/a/": True,
            "/2024/10/": True,
            "/feed.atom": True,
            "/places/iran/feed.atom": True,
            "/search/help/": True,
            "/search/feed.atom?q=a": True,
            "/search/?q=a": False,
            "/desk/": False,
            "/admin/archive/": False,
            "/sign-in/": False,
            "/comments/7/": False,
            "/comments/7/feed.atom": True,
            "/comments/feed.atom": True,
            "/healthz": False,
        }.items(),
    )
    def test_rfc9309_2_2_2_the_longest_match_holds(
        self, rules: str, path: str, *, allowed: bool
    ) -> None:
        found = [line.split(": ") for line in rules.splitlines() if "llow: " in line]
        _, verb = max((len(rule), verb) for verb, rule in found if matches(rule, path))
        assert (verb == "Allow") is allowed


def matches(rule: str, path: str) -> bool:
    """RFC 9309, section 2.2.3: a rule is a beginning, in which a star stands for anything."""
    return re.match(re.escape(rule).replace(r"\*", ".*"), path) is not None


class TestOpenSearch:
    @pytest.fixture
    def root(self, rosa: Client) -> ElementTree.Element:
        answer = fetch(rosa, "/opensearch.xml")
        kind = "application/opensearchdescription+xml; charset=utf-8"
        assert answer["Content-Type"] == kind
        return ElementTree.fromstring(answer.content)

    @pytest.mark.parametrize(
        ("name", "most"), {"ShortName": 16, "Description": 1024, "LongName": 48}.items()
    )
    def test_opensearch_1_1_names_are_short(
        self, root: ElementTree.Element, name: str, most: int
    ) -> None:
        (found,) = root.findall(f"o:{name}", SEARCH)
        assert 0 < len(found.text or "") <= most

    def test_opensearch_1_1_url_templates_answer(
        self, rosa: Client, root: ElementTree.Element
    ) -> None:
        found = {
            url.get("type", ""): url.get("template", "") for url in root.findall("o:Url", SEARCH)
        }
        assert found["text/html"] == "https://news.example/search/?q={searchTerms}"
        assert found["application/atom+xml"].endswith("/search/feed.atom?q={searchTerms}")
        for kind, template in found.items():
            address = template.removeprefix("https://news.example").replace("{searchTerms}", "a")
            assert rosa.get(address)["Content-Type"].startswith(kind)

    def test_opensearch_1_1_languages_are_both(self, root: ElementTree.Element) -> None:
        assert [each.text for each in root.findall("o:Language", SEARCH)] == ["en", "fr"]
        assert root.findtext("o:InputEncoding", None, SEARCH) == "UTF-8"

    def test_opensearch_1_1_autodiscovery(self, rosa: Client) -> None:
        shown = rosa.get("/").content.decode()
        assert '<link rel="search" type="application/opensearchdescription+xml"' in shown
        assert 'href="/opensearch.xml"' in shown

    def test_hostile_site_name_is_text(self, rosa: Client, settings: Settings) -> None:
        settings.SITE_NAME = '<&"]]>'
        root = ElementTree.fromstring(rosa.get("/opensearch.xml").content)
        assert root.findtext("o:ShortName", None, SEARCH) == '<&"]]>'
