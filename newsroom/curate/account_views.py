"""A member's own page: password, app, recovery codes, and where else they are signed in."""

import time
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive import audit
from newsroom.curate import enrolling, second_factor, sessions, signing
from newsroom.curate.access import StaffRequest, member
from newsroom.curate.code_forms import CodeForm, ConfirmForm, PasswordForm
from newsroom.curate.enrolment_views import offered
from newsroom.curate.second_factor import Refused

MAY_REPLACE = "may_replace"
CONFIRMED_FOR = 10 * 60.0  # seconds


@member
@require_safe
def account(request: StaffRequest) -> HttpResponseBase:
    """The page."""
    return _page(request)


@member
@sensitive_post_parameters()
@require_POST
def password(request: StaffRequest) -> HttpResponseBase:
    """Change the password; every other session of the person ends with that."""
    form = PasswordForm(request.user, _address(request), request.POST)
    if not form.is_valid():
        return _page(request, password_form=form)
    with transaction.atomic():
        user = form.save()
        audit.record("change password", f"user:{user.pk}", actor=user)
    update_session_auth_hash(request, user)
    return _done(request, "Your password is changed, and you are signed out everywhere else.")


@member
@sensitive_post_parameters()
@require_POST
def replace(request: StaffRequest) -> HttpResponseBase:
    """Password and code were asked for: the next page offers another app a key."""
    form = ConfirmForm(request.user, _address(request), request.POST, prefix="app")
    if not _confirmed(request, form):
        return _page(request, app_form=form)
    request.session[MAY_REPLACE] = time.time()
    return redirect("account-app")


@member
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def app(request: StaffRequest) -> HttpResponseBase:
    """Set up another app in the place of the one before."""
    if time.time() - request.session.get(MAY_REPLACE, 0.0) > CONFIRMED_FOR:
        return redirect("account")
    key = enrolling.pending_key(request.session)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            found = enrolling.replace_app(request.user, key, form.given())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            del request.session[enrolling.PENDING], request.session[MAY_REPLACE]
            signing.let_in(request, second_factor.Accepted(found, wrong_before=0))
            sessions.end_all(request.user, but=request.session.session_key)
            return _done(request, "From now on your new app is asked for its figures.")
    shown = offered(key, request.user)
    return render(request, "registration/replace_app.html", {**shown, "form": form})


@member
@sensitive_post_parameters()
@require_POST
def codes(request: StaffRequest) -> HttpResponseBase:
    """New recovery codes, shown this once."""
    form = ConfirmForm(request.user, _address(request), request.POST, prefix="codes")
    if not _confirmed(request, form):
        return _page(request, codes_form=form)
    shown = {"codes": enrolling.renew_codes(request.user), "onward": resolve_url("account")}
    return render(request, "registration/recovery_codes.html", shown)


@member
@require_POST
def end_others(request: StaffRequest) -> HttpResponseBase:
    """Sign the person out everywhere else."""
    with transaction.atomic():
        count = sessions.end_all(request.user, but=request.session.session_key)
        audit.record("end sessions", f"user:{request.user.pk}", actor=request.user, count=count)
    return _done(request, "You are signed in nowhere but here.")


def _page(request: StaffRequest, **forms: Any) -> HttpResponseBase:
    user, address = request.user, _address(request)
    shown = {
        "password_form": PasswordForm(user, address),
        "app_form": ConfirmForm(user, address, prefix="app"),
        "codes_form": ConfirmForm(user, address, prefix="codes"),
        "app": second_factor.app_of(user),
        "codes_left": second_factor.codes_left(user),
        "others": len(sessions.of(user)) - 1,
    }
    return render(request, "registration/account.html", shown | forms)


def _confirmed(request: StaffRequest, form: ConfirmForm) -> bool:
    """Whether password and code are right; what is wrong then stands on the form."""
    if not form.is_valid():
        return False
    try:
        second_factor.accept(request.user, form.cleaned_data["code"], _address(request))
    except Refused as refused:
        form.add_error("code", str(refused))
        return False
    return True


def _address(request: StaffRequest) -> str:
    found: str = request.META.get("REMOTE_ADDR", "")
    return found


def _done(request: StaffRequest, words: str) -> HttpResponseBase:
    messages.success(request, words)
    return redirect("account")
