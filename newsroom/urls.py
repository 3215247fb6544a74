"""Every address of the site."""

from django.urls import include, path

urlpatterns = [path("", include("archive.urls"))]

handler400 = "archive.views.errors.bad_request"
handler403 = "archive.views.errors.forbidden"
handler404 = "archive.views.errors.not_found"
handler500 = "archive.views.errors.server_error"
