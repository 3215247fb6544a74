"""Every address of the site."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from newsroom.curate import account_views, enrolment_views, signing

urlpatterns = [
    path("", include("archive.urls")),
    path("sign-in/", signing.SignIn.as_view(), name="sign-in"),
    path("sign-in/code/", signing.code, name="sign-in-code"),
    path("sign-in/set-up/", enrolment_views.set_up, name="set-up"),
    path("sign-in/set-up/later/", enrolment_views.later, name="set-up-later"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("account/", account_views.account, name="account"),
    path("account/password/", account_views.password, name="account-password"),
    path("account/replace-app/", account_views.replace, name="account-replace"),
    path("account/app/", account_views.app, name="account-app"),
    path("account/codes/", account_views.codes, name="account-codes"),
    path("account/sessions/", account_views.end_others, name="account-sessions"),
    path("desk/", include("newsroom.curate.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "archive.views.errors.bad_request"
handler403 = "archive.views.errors.forbidden"
handler404 = "archive.views.errors.not_found"
handler500 = "archive.views.errors.server_error"
