"""The editors' addresses, under /desk/."""

from django.urls import path

from newsroom.curate import name_views, views

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
    path("stop-names/", name_views.stopped, name="stop_names"),
]
