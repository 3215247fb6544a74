"""Former wordings that stand again: exactly those, in a new Edition, and no person’s is lost."""

import pytest
from django.contrib.auth.models import User

from archive import wordings
from archive.models import Article, Segment, Translation
from tests.factories import make_article, make_source, make_translation, publish

pytestmark = pytest.mark.django_db
NOTE = "An earlier translation was put back."


@pytest.fixture
def article() -> Article:
    """A published article of two sentences, which another package has worded anew since."""
    made = make_article(title=None, body=[["Le pont a rouvert.", "Il neige."]])
    publish(made)
    for segment in made.segments.all():
        make_translation(segment, f"Anew: {segment.text}", engine="new 1")
    publish(made)
    return made


def pairs(article: Article) -> tuple[dict[int, int], dict[int, int]]:
    """The former and the present wording of each sentence."""
    former, now = {}, {}
    for segment in article.segments.all():
        former[segment.pk], now[segment.pk] = segment.translations.order_by("n").values_list(
            "pk", flat=True
        )
    return former, now


def restore(article: Article, by: User, state: str = "machine") -> list[int]:
    former, now = pairs(article)
    return wordings.restore(article, former, now, by=by, note=NOTE, state=state)


def shown(article: Article) -> list[int]:
    article.refresh_from_db()
    assert article.edition
    return [row[3] for row in article.edition.manifest]


def test_former_wordings_stand_and_readers_see_them(article: Article, edith: User) -> None:
    former, _ = pairs(article)
    assert set(restore(article, edith)) == set(former)
    assert set(shown(article)) == set(former.values())
    assert article.edition
    assert (article.edition.n, article.edition.note) == (3, NOTE)


def test_twice_is_once(article: Article, edith: User) -> None:
    former, now = pairs(article)
    restore(article, edith)
    assert wordings.restore(article, former, now, by=edith, note=NOTE) == []
    assert article.editions.count() == 3


def test_what_is_set_aside_counts_as_rejected(article: Article, edith: User) -> None:
    _, now = pairs(article)
    restore(article, edith)
    aside = Translation.objects.filter(state="rejected")
    assert set(aside.values_list("pk", flat=True)) == set(now.values())


def test_what_the_machine_made_between_is_set_aside_too(article: Article, edith: User) -> None:
    former, _ = pairs(article)
    for segment in article.segments.all():
        make_translation(segment, f"Once more: {segment.text}", engine="new 2")
    now = wordings.standing_of(article, former)
    later = {pk: wording for pk, wording in now.items() if wording}
    assert set(wordings.restore(article, former, later, by=edith, note=NOTE)) == set(former)
    assert wordings.standing_of(article, former) == former


def test_persons_wording_since_is_kept(article: Article, edith: User) -> None:
    former, now = pairs(article)
    segment = article.segments.get(text="Il neige.")
    made = make_translation(segment, "It is snowing.", origin="editor", state="edited")
    back = wordings.restore(article, former, now, by=edith, note=NOTE)
    assert segment.pk not in back
    assert wordings.standing_of(article, [segment.pk]) == {segment.pk: made.pk}


def test_wording_approved_since_is_kept(article: Article, edith: User) -> None:
    segment = article.segments.get(text="Il neige.")
    segment.translations.filter(engine="new 1").update(state="approved")
    assert segment.pk not in restore(article, edith)
    assert len(shown(article)) == 2


def test_wording_of_another_state_is_restored_if_that_was_made(
    article: Article, edith: User
) -> None:
    former, _ = pairs(article)
    Translation.objects.filter(engine="new 1").update(state="edited")
    assert restore(article, edith) == []
    assert set(restore(article, edith, state="edited")) == set(former)


def test_sentence_that_is_gone_is_left(article: Article, edith: User) -> None:
    former, now = pairs(article)
    gone = article.segments.get(text="Il neige.")
    Segment.objects.filter(pk=gone.pk).update(alive=False)
    assert gone.pk not in wordings.restore(article, former, now, by=edith, note=NOTE)


def test_readers_who_never_saw_it_get_no_edition(edith: User) -> None:
    article = make_article(title=None, body=[["Il neige."]], source=make_source(release="review"))
    publish(article)
    make_translation(article.segments.get(), "Anew.", engine="new 1")
    former, _ = pairs(article)
    assert restore(article, edith) == list(former)
    assert article.editions.count() == 1


def test_hidden_article_gets_no_edition(article: Article, edith: User) -> None:
    Article.objects.update(state="hidden")
    assert restore(article, edith)
    assert article.editions.count() == 2


def test_article_is_another_version_then(article: Article, edith: User) -> None:
    before = Article.objects.get().version
    restore(article, edith)
    assert Article.objects.get().version > before
