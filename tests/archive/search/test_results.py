"""What readers find, in both languages, and what nobody may find."""

import random
from datetime import date

import pytest

from archive.filters import by_database
from archive.models import Article, Tag, Tagging
from archive.search import index, outbox, parse, search
from archive.search.results import Sort
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db(transaction=True)


def article(french: str, english: str, **fields: object) -> Article:
    made = make_article(title=None, body=[[french]], **fields)  # type: ignore[arg-type]
    publish(made, {french: english})
    return made


def found(text: str, sort: Sort = "relevance") -> list[int]:
    return [hit.article_id for hit in search(parse(text), sort=sort, page=1).hits]


@pytest.mark.parametrize(
    ("one", "other", "french"),
    [
        ("presidence", "présidence", "La présidence de la République."),
        ("universite", "UNIVERSITÉ", "Une université d'été."),
        ("oeuvre", "œuvre", "Le chef-d'œuvre est volé."),
    ],
)
def test_accents_and_ligatures_may_be_left_out(one: str, other: str, french: str) -> None:
    made = article(french, "Words.")
    assert found(one) == found(other) == [made.pk]


def test_a_word_of_either_language_finds_the_article() -> None:
    made = article("La passerelle est fermée.", "The footbridge is closed.")
    assert found("passerelle") == found("footbridge") == [made.pk]


def test_hit_says_in_which_language_it_matched() -> None:
    article("La passerelle est fermée.", "The footbridge is closed.")
    (hit,) = search(parse("footbridges"), sort="relevance", page=1).hits
    assert hit.languages == ("en",)


def test_all_words_must_stand_a_phrase_in_its_order_and_a_refused_word_not() -> None:
    first = article("Un.", "The red bridge over the river.")
    second = article("Deux.", "The river under the bridge is red.")
    assert set(found("river bridge")) == {first.pk, second.pk}
    assert found('"red bridge"') == [first.pk]
    assert found("river -over") == [second.pk]
    assert set(found("over OR under")) == {first.pk, second.pk}
    assert set(found("brid*")) == {first.pk, second.pk}


def test_headline_counts_more_than_body() -> None:
    for title, line in (("Le vin", "Rien du tout ici."), ("Rien", "Le vin coule, le vin.")):
        publish(make_article(title=title, body=[[line]]))
    first = Article.objects.get(pk=found("vin")[0])
    assert first.edition
    assert first.edition.title_fr == "Le vin"


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_what_readers_may_not_see_is_not_found(state: str) -> None:
    made = article("Un.", "The secret bridge.")
    assert found("secret") == [made.pk]
    Article.objects.update(state=state, withdrawn_reason="An error.")
    outbox.touch(made.pk)
    assert found("secret") == []


def test_untranslated_article_is_not_found() -> None:
    make_article()
    assert search(parse(""), sort="newest", page=1).total == 0


def test_words_that_a_source_withholds_are_not_searched() -> None:
    source = make_source("curt", display="metadata")
    publish(make_article(title="Le pont", body=[["Le secret du fleuve."]], source=source))
    assert found("secret") == []
    assert len(found("pont")) == 1


def test_corrected_wording_is_found_and_the_old_one_is_not() -> None:
    made = article("Un pont.", "A bringe.")
    assert found("bringe") == [made.pk]
    segment = made.segments.get()
    segment.translations.create(n=2, text="A bridge.", origin="editor", state="edited")
    publish(made)
    assert found("bringe") == []
    assert found("bridge") == [made.pk]


def test_filters_find_the_same_by_index_and_by_database() -> None:
    chance = random.Random(7)
    tags = [Tag.objects.create(kind="place", slug=s, label_en=s) for s in ("iran", "spain")]
    for n in range(12):
        made = article(
            f"Le pont {n}.",
            f"Bridge {n}.",
            source=make_source(chance.choice(["a", "b"])),
            published_on=date(2024, chance.randrange(1, 13), 5),
        )
        for tag in chance.sample(tags, chance.randrange(3)):
            Tagging.objects.create(article=made, tag=tag, origin="machine")
        outbox.touch(made.pk)
    for text in (
        "source:a",
        "tag:iran",
        "tag:iran tag:spain",
        "after:2024-06-01",
        "before:2024-06-05",
        "source:b after:2024-02-01 before:2024-11-30 tag:spain",
        "source:nobody",
    ):
        stored = list(by_database(parse(text)).values_list("pk", flat=True))
        assert found(text, sort="newest") == stored, text
        assert sorted(found(f"{text} bridge")) == sorted(stored), text


def test_facets_count_all_that_was_found() -> None:
    for n in range(30):
        article(f"Le pont {n}.", f"Bridge {n}.", source=make_source("ab"[n % 2]))
    results = search(parse("bridge"), sort="relevance", page=2)
    assert len(results.hits) == 10
    assert results.total == 30
    assert dict(results.facets["source"]) == {"a": 15, "b": 15}
    assert results.facets["year"] == [("2024", 30)]


def test_anything_typed_is_answered_and_names_no_other_field() -> None:
    made = article("Un pont.", "A bridge.")
    chance = random.Random(3)
    bits = ['"', "-", "*", "OR", "(", ")", ":", "id:1", "order:0", "[a TO b]", "\x00", "\\", "é"]
    bits += ["pont", "edition:", "after:", "before:9999-99-99", "lang:xx", "~", "^", "🙂", "\ud800"]
    for _ in range(1000):
        text = " ".join(chance.choices(bits, k=chance.randrange(1, 12)))
        results = search(parse(text.encode("utf-8", "replace").decode()), sort="newest", page=1)
        assert results.total in {0, 1}
    assert found(f"id:{made.pk}") == found("order:0") == found(f"edition:{made.edition_id}") == []


def test_index_lost_is_made_anew(index_of_its_own: object) -> None:
    made = article("Un pont.", "A bridge.")
    assert found("bridge") == [made.pk]
    place = index.current()
    assert place
    (place / "cursor").unlink()
    assert found("bridge") == [made.pk]
    assert index.current() != place
