"""The forms that ask for a code."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from newsroom.curate import tries

ONE_TIME = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
TOO_MANY = "There were too many wrong passwords. Wait a quarter of an hour and try again."
WRONG_PASSWORD = "This is not the password of this account."  # noqa: S105  # a sentence
NEW_PASSWORD = "Fifteen characters or more; a few words in a row are easy to keep in mind."  # noqa: S105


class CodeForm(forms.Form):
    """Six figures."""

    figures = forms.CharField(
        label="The six figures that your app shows",
        max_length=20,
        widget=forms.TextInput(attrs={**ONE_TIME, "inputmode": "numeric"}),
    )

    def given(self) -> str:
        """What was typed, as it is checked."""
        typed: str = self.cleaned_data["figures"]
        return typed


class RecoveryForm(forms.Form):
    """A recovery code."""

    recovery = forms.CharField(
        label="One of your recovery codes",
        max_length=40,
        widget=forms.TextInput(attrs={**ONE_TIME, "autocomplete": "off"}),
    )

    def given(self) -> str:
        """What was typed, as it is checked."""
        typed: str = self.cleaned_data["recovery"]
        return typed


class ConfirmForm(forms.Form):
    """Password and code once more, before the second factor itself is changed."""

    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label="The figures of your app, or a recovery code",
        max_length=40,
        widget=forms.TextInput(attrs=ONE_TIME),
    )

    def __init__(self, user: User, address: str, *args: Any, **rest: Any) -> None:
        """Of this person, who asks from this address."""
        super().__init__(*args, **rest)
        self.user, self.address = user, address

    def clean_password(self) -> str:
        """The right one; too many wrong ones shut it for a while."""
        given: str = self.cleaned_data["password"]
        _check(self.user, given, self.address)
        return given


class PasswordForm(PasswordChangeForm):
    """A new password, for who knows the old one."""

    def __init__(self, user: User, address: str, *args: Any, **rest: Any) -> None:
        """Of this person, who asks from this address."""
        super().__init__(user, *args, **rest)
        self.address = address
        labels = ("The password until now", "The new password", "The new password once more")
        for name, label in zip(
            ("old_password", "new_password1", "new_password2"), labels, strict=True
        ):
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("autofocus", None)
            self.fields[name].help_text = NEW_PASSWORD if name == "new_password1" else ""

    def clean_old_password(self) -> str:
        """The right one; too many wrong ones shut it for a while."""
        given: str = self.cleaned_data["old_password"]
        _check(self.user, given, self.address)
        return given


def _check(user: User, password: str, address: str) -> None:
    name = user.get_username()
    if not tries.admit(name, address):
        raise ValidationError(TOO_MANY)
    if not user.check_password(password):
        raise ValidationError(WRONG_PASSWORD)
    tries.forget(name, address)
