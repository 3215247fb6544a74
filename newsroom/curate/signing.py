"""Signing in and out."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpResponse

from archive import throttle
from newsroom.curate import demo

SHUT = "shut"
TOO_MANY = "There were too many tries for this name. Wait a quarter of an hour and try again."
BARRED = "The demo editor may sign in only where the site is this machine’s own."


class SignInForm(AuthenticationForm):
    """Name and password; too many tries at one name from one network shut it for a while."""

    error_messages = {
        "invalid_login": "This name and this password do not belong together.",
        "inactive": "This account is closed.",
    }
    username = forms.CharField(
        label="Name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )

    def clean(self) -> dict[str, Any]:
        """Check the password unless there were too many tries."""
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        name = throttle.key(self.cleaned_data.get("username", ""), address)
        folder = settings.VAR_DIR / "sign-in"
        if not throttle.admit(folder, name):
            raise ValidationError(TOO_MANY, code=SHUT)
        cleaned = super().clean()
        throttle.forget(folder, name)
        return cleaned

    def confirm_login_allowed(self, user: Any) -> None:
        """Keep closed accounts out, and the demo editor where others can reach the site."""
        super().confirm_login_allowed(user)
        if isinstance(user, User) and demo.is_barred(user):
            raise ValidationError(BARRED, code="barred")


class SignIn(LoginView):
    """The sign-in page; 429 once it is shut."""

    template_name = "registration/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Without Django's name for the site, which is the host's: ours stands on every page."""
        context = super().get_context_data(**given)
        return {name: value for name, value in context.items() if name != "site_name"}

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Show the form again with what is wrong."""
        status = 429 if form.has_error("__all__", code=SHUT) else 200
        return self.render_to_response(self.get_context_data(form=form), status=status)
