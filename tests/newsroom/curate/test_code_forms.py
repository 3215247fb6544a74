"""Forms that ask for codes tell browsers what they are."""

import pytest
from django.contrib.auth.models import User

from newsroom.curate.code_forms import CodeForm, ConfirmForm, PasswordForm, RecoveryForm

HOME = "203.0.113.7"


def test_phone_offers_figures_and_the_code_of_a_message() -> None:
    drawn = str(CodeForm()["figures"])
    assert 'autocomplete="one-time-code"' in drawn
    assert 'inputmode="numeric"' in drawn


def test_recovery_code_has_letters() -> None:
    drawn = str(RecoveryForm()["recovery"])
    assert "inputmode" not in drawn
    assert 'autocomplete="off"' in drawn


def test_what_was_typed_is_not_shown_again() -> None:
    assert RecoveryForm({"recovery": " abcde-fghjk "}).is_valid()
    assert not CodeForm({"figures": "1" * 21}).is_valid()


@pytest.mark.django_db
def test_password_is_asked_for_without_stripping(edith: User) -> None:
    edith.set_password(" le vieux pont rouvre ")
    typed = {"password": " le vieux pont rouvre ", "code": "1"}
    assert ConfirmForm(edith, HOME, typed).is_valid()
    assert not ConfirmForm(edith, HOME, typed | {"password": "le vieux pont rouvre"}).is_valid()


@pytest.mark.django_db
def test_length_is_said_before_it_is_missed(edith: User) -> None:
    form = PasswordForm(edith, HOME)
    assert form.fields["new_password1"].help_text.startswith("Fifteen characters or more")
    assert "autofocus" not in str(form["old_password"])
