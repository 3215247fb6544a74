"""The readers' addresses."""

from django.urls import path, re_path

from archive.views import (
    about,
    browsing,
    citing,
    crawling,
    data,
    discussing,
    following,
    probes,
    reading,
    searching,
    tags,
)

app_name = "archive"
PLURAL, SLUG = "(?P<plural>subjects|people|organisations|places)", "(?P<slug>[-a-zA-Z0-9_]+)"
YEAR, MONTH, DAY = "(?P<year>[0-9]{4})", "(?P<month>[0-9]{2})", "(?P<day>[0-9]{2})"
urlpatterns = [
    path("", browsing.home, name="home"),
    path("feed.atom", following.feed, name="feed"),
    path("search/", searching.search_page, name="search"),
    path("search/feed.atom", following.search_feed, name="search_feed"),
    path("search/help/", searching.search_help, name="search_help"),
    path("calendar/", browsing.calendar, name="calendar"),
    path("undated/", browsing.undated, name="undated"),
    re_path(f"^{YEAR}/$", browsing.year, name="year"),
    re_path(f"^{YEAR}/{MONTH}/$", browsing.month, name="month"),
    re_path(f"^{YEAR}/{MONTH}/{DAY}/$", browsing.day, name="day"),
    path("tags/", tags.tags, name="tags"),
    path("tags/<slug:slug>/", tags.tag, name="tag"),
    path("tags/<slug:slug>/feed.atom", following.tag_feed, name="tag_feed"),
    re_path(f"^{PLURAL}/$", tags.index, name="tag_index"),
    re_path(f"^{PLURAL}/{SLUG}/$", tags.tag, name="tag"),
    re_path(f"^{PLURAL}/{SLUG}/feed.atom$", following.tag_feed, name="tag_feed"),
    path("sources/", browsing.sources, name="sources"),
    path("sources/<slug:slug>/", browsing.source, name="source"),
    path("sources/<slug:slug>/feed.atom", following.source_feed, name="source_feed"),
    path("about/", about.about, name="about"),
    path("privacy/", about.privacy, name="privacy"),
    path("articles/<int:article_id>.json", data.article_json, name="article_json"),
    path("articles/<int:article_id>/", reading.article, name="article"),
    path("articles/<int:article_id>/v<int:n>/", reading.edition, name="edition"),
    path("articles/<int:article_id>/v<int:n>/cite.<slug:form>", citing.citation, name="cite"),
    path("articles/<int:article_id>/s/<int:uid>/", reading.sentence, name="sentence"),
    path("articles/<int:article_id>/comments/", discussing.comments, name="comment"),
    path("articles/<int:article_id>/comments.atom", discussing.feed, name="comments_feed"),
    path("articles/<int:article_id>/<str:slug>/", reading.article, name="article"),
    path("comments/", discussing.own, name="own_comments"),
    path("comments/<int:comment_id>/", discussing.permalink, name="comment_permalink"),
    path("comments/<int:comment_id>/erase/", discussing.erase, name="erase_comment"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("robots.txt", crawling.robots, name="robots"),
    path("opensearch.xml", crawling.opensearch, name="opensearch"),
    path("sitemap.xml", crawling.sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", crawling.sitemap_pages, name="sitemap_pages"),
    path("sitemap-articles-<int:span>.xml", crawling.sitemap_articles, name="sitemap_articles"),
    path("sitemap-tags-<int:span>.xml", crawling.sitemap_tags, name="sitemap_tags"),
]
