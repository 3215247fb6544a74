"""The editors' addresses, under /desk/."""

from django.urls import path

from newsroom.curate import (
    comment_views,
    name_views,
    opml_views,
    source_views,
    suggestion_views,
    views,
    watch_views,
    writer_views,
)

app_name = "curate"
urlpatterns = [
    path("", views.home, name="home"),
    path("articles/add/", views.add, name="add"),
    path("articles/add/store/", views.store, name="store"),
    path("articles/<int:article_id>/", views.article, name="article"),
    path("articles/<int:article_id>/<str:name>/", views.act, name="act"),
    path("names/", name_views.listed, name="names"),
    path("names-act/", name_views.act, name="names_act"),
    path("names-undo/", name_views.undo, name="names_undo"),
    path("names/<slug:slug>/", name_views.record, name="name"),
    path("names/<slug:slug>/<str:name>/", name_views.change, name="name_change"),
    path("suggestions/", suggestion_views.listed, name="suggestions"),
    path("suggestions/<int:suggestion_id>/", suggestion_views.one, name="suggestion"),
    path(
        "suggestions/<int:suggestion_id>/<str:name>/",
        suggestion_views.decide,
        name="suggestion_decide",
    ),
    path("review/", suggestion_views.reviewed, name="review"),
    path("stop-names/", name_views.stopped, name="stop_names"),
    path("comments/", comment_views.listed, name="comments"),
    path("comments/act/", comment_views.act, name="comments_act"),
    path("comments/undo/", comment_views.undo, name="comments_undo"),
    path("comments/<int:comment_id>/", comment_views.one, name="comment"),
    path("comments/on/<int:article_id>/<str:name>/", comment_views.on_article, name="comments_on"),
    path("writers/<slug:writer>/", writer_views.shown, name="writer"),
    path("writers/<slug:writer>/<str:name>/", writer_views.treat, name="writer_treat"),
    path("watch-words/", watch_views.listed, name="watch_words"),
    path("sources/", source_views.listed, name="sources"),
    path("sources/add/", source_views.add, name="source_add"),
    path("sources/add/accept/", source_views.accept, name="source_accept"),
    path("sources/import/", opml_views.take_in, name="sources_import"),
    path("sources/import/accept/", opml_views.accept, name="sources_import_accept"),
    path("sources/export/", opml_views.hand_out, name="sources_export"),
    path("sources/<slug:slug>/", source_views.shown, name="source"),
    path("sources/<slug:slug>/<str:name>/", source_views.act, name="source_act"),
]
