"""What moderators fill in."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from archive.discuss.notices import REASONS
from archive.discuss.standings import NOT_LATER, REASON_LONGEST

NOTE_LONGEST = 500  # characters
LONGEST = timedelta(days=366)
TOO_LONG = "A suspension lasts a year at most. Hold or ban the writer instead."


class RefusalForm(forms.Form):
    """Why a comment is refused: a reason of the list, and more in the moderator's own words."""

    reason = forms.ChoiceField(
        label="Reason",
        choices=[*REASONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason: the writer reads it."},
    )
    note = forms.CharField(
        label="A word to the writer",
        required=False,
        max_length=NOTE_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="May stay empty. The writer reads it after the reason.",
    )


class StandingForm(forms.Form):
    """Why a writer is treated otherwise, and until when they are suspended."""

    reason = forms.CharField(
        label="Reason, which the writer reads",
        max_length=REASON_LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Give a reason: the writer reads it."},
    )
    until = forms.DateField(
        label="Suspended until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="For a suspension: the day on which it ends.",
    )

    def __init__(self, *args: Any, is_for_a_time: bool = False, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.is_for_a_time = is_for_a_time

    def clean(self) -> dict[str, Any]:
        """A suspension ends on a day to come."""
        cleaned = super().clean() or {}
        if self.is_for_a_time and "until" not in self.errors:
            self._check(cleaned["until"])
        return cleaned

    def _check(self, until: date | None) -> None:
        today = timezone.localdate()
        if until is None or until <= today:
            self.add_error("until", ValidationError(NOT_LATER))
        elif until > today + LONGEST:
            self.add_error("until", ValidationError(TOO_LONG))

    def ends(self) -> datetime:
        """When the suspension ends: as that day begins here."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["until"], time.min))
