"""The editors' addresses, under /desk/."""

from django.urls import path

from newsroom.curate import views

app_name = "curate"
urlpatterns = [
    path("", views.home, name="home"),
    path("articles/add/", views.add, name="add"),
    path("articles/add/store/", views.store, name="store"),
    path("articles/<int:article_id>/", views.article, name="article"),
    path("articles/<int:article_id>/<str:name>/", views.act, name="act"),
]
