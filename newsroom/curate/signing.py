"""Signing in: name and password, then a code; and where it leads."""

from typing import Any

import django_otp
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from newsroom.curate import access, demo, second_factor, sessions, tries
from newsroom.curate.code_forms import CodeForm, RecoveryForm
from newsroom.curate.second_factor import SUSPICIOUS, Accepted, Refused

SHUT = "shut"
TOO_MANY = "There were too many tries for this name. Wait a quarter of an hour and try again."
BARRED = (
    "The demo editor may sign in only where the site is this machine’s own and runs with DEMO=1."
)
WHY_ENDED = {**sessions.WHY_ENDED, "barred": BARRED}


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
        name = self.cleaned_data.get("username", "")
        if not tries.admit(name, address):
            raise ValidationError(TOO_MANY, code=SHUT)
        cleaned = super().clean()
        tries.forget(name, address)
        return cleaned

    def confirm_login_allowed(self, user: Any) -> None:
        """Keep closed accounts out, and the demo editor where others can reach the site."""
        super().confirm_login_allowed(user)
        if isinstance(user, User) and demo.is_barred(user):
            raise ValidationError(BARRED, code="barred")


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignIn(LoginView):
    """The sign-in page; 429 once it is shut."""

    template_name = "registration/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Without Django's name for the site, which is the host's: ours stands on every page."""
        context = super().get_context_data(**given)
        context["why"] = WHY_ENDED.get(self.request.GET.get("why", ""), "")
        return {name: value for name, value in context.items() if name != "site_name"}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Begin a session of its own, which opens nothing but the second step."""
        login(self.request, form.get_user())
        sessions.begin(self.request)
        return redirect(self.get_success_url())

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Show the form again with what is wrong."""
        status = 429 if form.has_error("__all__", code=SHUT) else 200
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_success_url(self) -> str:
        """The second step, and from there on to where one was going."""
        user, goal = self.request.user, super().get_success_url()
        if access.is_verified(self.request) or not (isinstance(user, User) and user.is_staff):
            return goal
        step = "sign-in-code" if second_factor.has_app(user) else "set-up"
        return access.by_way_of(step, goal)


def goal(request: HttpRequest) -> str:
    """Where the sign-in leads: an address of this site that was asked for, or the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def let_in(request: HttpRequest, accepted: Accepted) -> None:
    """The second factor was given: the session is another from here on, and whole."""
    django_otp.login(request, accepted.device)
    request.session.cycle_key()
    if accepted.by_recovery:
        left = second_factor.codes_left(accepted.device.user)
        messages.warning(request, f"You signed in with a recovery code; {left} of them are left.")
    if accepted.wrong_before >= SUSPICIOUS:
        messages.warning(
            request,
            f"{accepted.wrong_before} wrong codes came before yours. If they were not yours, "
            "somebody has your password: change it.",
        )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponseBase:
    """The second step: six figures of the app, or a recovery code."""
    if away := access.without_password(request):
        return away
    user = request.user
    if access.is_verified(request) or not isinstance(user, User):
        return redirect(goal(request))
    if not second_factor.has_app(user):
        return redirect(access.by_way_of("set-up", goal(request)))
    by_recovery = "recovery" in request.POST
    given = request.POST if request.method == "POST" else None
    app, recovery = CodeForm(None if by_recovery else given), RecoveryForm(given)
    form, status = (recovery if by_recovery else app), 200
    if given is not None and form.is_valid():
        try:
            accepted = second_factor.accept(user, form.given(), request.META["REMOTE_ADDR"])
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 429 if refused.shut else 200
        else:
            let_in(request, accepted)
            return redirect(goal(request))
    shown = {"form": app, "recovery": recovery if by_recovery else RecoveryForm()}
    return render(
        request,
        "registration/code.html",
        {**shown, "by_recovery": by_recovery, "next": goal(request)},
        status=status,
    )
