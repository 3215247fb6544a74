"""The readers' addresses."""

from django.urls import path

from archive.views import data, probes, reading

app_name = "archive"
urlpatterns = [
    path("", reading.home, name="home"),
    path("articles/<int:article_id>.json", data.article_json, name="article_json"),
    path("articles/<int:article_id>/", reading.article, name="article"),
    path("articles/<int:article_id>/v<int:n>/", reading.edition, name="edition"),
    path("articles/<int:article_id>/s/<int:uid>/", reading.sentence, name="sentence"),
    path("articles/<int:article_id>/<str:slug>/", reading.article, name="article"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("robots.txt", probes.robots, name="robots"),
]
