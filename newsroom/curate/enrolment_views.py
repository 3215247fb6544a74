"""The pages on which staff set up their second factor at the first sign-in."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from newsroom.curate import access, demo, enrolling, qr, second_factor, signing
from newsroom.curate.code_forms import CodeForm
from newsroom.curate.second_factor import Accepted, Refused


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponseBase:
    """The key of the first app, and, once its figures came, the recovery codes."""
    if away := access.without_password(request):
        return away
    user, goal = request.user, signing.goal(request)
    assert isinstance(user, User), "nobody else has a password"  # noqa: S101
    if second_factor.has_app(user):
        return redirect(access.by_way_of("sign-in-code", goal))
    key = enrolling.pending_key(request.session)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            app, codes = enrolling.set_up(user, key, form.given())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            del request.session[enrolling.PENDING]
            signing.let_in(request, Accepted(app, wrong_before=0))
            shown = {"codes": codes, "onward": goal}
            return render(request, "registration/recovery_codes.html", shown)
    told = {"may_put_off": demo.may_put_off(user), "next": goal}
    return render(request, "registration/set_up.html", {**offered(key, user), **told, "form": form})


@never_cache
@require_POST
def later(request: HttpRequest) -> HttpResponseBase:
    """The demo editor comes in without a second factor, once."""
    if away := access.without_password(request):
        return away
    user, goal = request.user, signing.goal(request)
    if not (isinstance(user, User) and demo.put_off(user, request.session)):
        return redirect(access.by_way_of("set-up", goal))
    request.session.cycle_key()
    return redirect(goal)


def offered(key: bytes, user: User) -> dict[str, object]:
    """What a page shows of a key: its picture, its text, and its address for apps."""
    address = enrolling.address(key, user)
    return {"qr": qr.drawn(address), "key": enrolling.spelt(key), "key_address": address}
