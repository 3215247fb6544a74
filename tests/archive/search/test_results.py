"""What readers find, in both languages, and what nobody may find."""

import random
from datetime import date

import pytest
from django.http import QueryDict
from tantivy import Query

from archive.filters import ArticleFilter, by_database
from archive.models import Article, Tag, Tagging
from archive.search import generations, index, outbox, parse, related, search
from archive.search.results import Sort
from tests.factories import RECEIVED_AT, make_article, make_source, publish

pytestmark = pytest.mark.django_db(transaction=True)


def article(french: str, english: str, **fields: object) -> Article:
    made = make_article(title=None, body=[[french]], **fields)  # type: ignore[arg-type]
    publish(made, {french: english})
    return made


def found(text: str, sort: Sort = "relevance") -> list[int]:
    return [hit.article_id for hit in search(parse(text), sort=sort, page=1).hits]


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


def _varied(chance: random.Random) -> None:
    """Articles that differ in all that filters ask for."""
    tags = [Tag.objects.create(kind="place", slug=s, label_en=s) for s in ("iran", "spain")]
    for n in range(16):
        on = date(2024, chance.randrange(1, 13), 5) if n % 5 else None
        made = article(
            f"Le pont {n}.",
            f"Bridge {n}.",
            source=make_source(chance.choice(["a", "b"])),
            published_on=on,
        )
        for tag in chance.sample(tags, chance.randrange(3)):
            Tagging.objects.create(article=made, tag=tag, origin="machine")
        if n % 3 == 0:
            segment = made.segments.get()
            segment.translations.create(n=2, text=f"Bridge {n}!", origin="editor", state="edited")
            publish(made)
        if n % 4 == 0:
            made.comments.create(
                body="Well.", name="Rosa", state="published", published_at=RECEIVED_AT
            )
        outbox.touch(made.pk)


@pytest.mark.parametrize("seed", [0, 1, pytest.param(2, marks=pytest.mark.drill)])
def test_filters_find_the_same_by_index_and_by_database(seed: int) -> None:
    chance = random.Random(seed)
    _varied(chance)
    choices = {
        "source": ["a", "b", "nobody", "a&source=b"],
        "not_source": ["a", "b", "nobody"],
        "tag": ["iran", "spain", "iran&tag=spain", "no-one"],
        "not_tag": ["iran", "spain", "iran&not_tag=spain"],
        "after": ["2024-03-05", "2024-06-01"],
        "before": ["2024-06-05", "2024-11-30"],
        "undated": ["1"],
        "level": ["machine", "partly", "fully"],
        "discussed": ["1"],
    }
    sizes = set()
    for _ in range(60):
        names = chance.sample(sorted(choices), chance.randrange(4))
        query = "&".join(f"{name}={chance.choice(choices[name])}" for name in names)
        typed = ArticleFilter(QueryDict(query), Article.objects.none()).typed
        stored = list(by_database(typed).values_list("pk", flat=True))
        hits = search(typed, sort="newest").hits
        assert [hit.article_id for hit in hits] == stored, query
        worded = ArticleFilter(QueryDict(f"q=bridge&{query}"), Article.objects.none()).typed
        assert sorted(hit.article_id for hit in search(worded, sort="relevance").hits) == sorted(
            stored
        ), query
        sizes.add(len(stored))
    assert len(sizes) > 4


def test_facets_count_all_that_was_found() -> None:
    for n in range(30):
        article(f"Le pont {n}.", f"Bridge {n}.", source=make_source("ab"[n % 2]))
    results = search(parse("bridge"), sort="relevance", page=2)
    assert len(results.hits) == 10
    assert results.total == 30
    assert dict(results.facets["source"]) == {"a": 15, "b": 15}
    assert results.days == {date(2024, 10, 23): 30}


@pytest.mark.parametrize(
    ("last", "counted"),
    [
        (date(2024, 4, 30), {date(2024, 1, 5): 1, date(2024, 1, 9): 2, date(2024, 4, 30): 1}),
        (date(2024, 5, 1), {date(2024, 1, 1): 3, date(2024, 5, 1): 1}),
    ],
)
def test_dates_are_counted_by_day_and_by_month_where_many_are_spanned(
    last: date, counted: dict[date, int]
) -> None:
    for n, day in enumerate([date(2024, 1, 5), date(2024, 1, 9), date(2024, 1, 9), last]):
        article(f"Un pont {n}.", f"A bridge {n}.", published_on=day)
    assert search(parse("bridge"), sort="relevance").days == counted


def test_each_kind_of_tag_is_a_facet_of_its_own() -> None:
    for n in range(2):
        made = article(f"Un pont {n}.", f"A bridge {n}.")
        for kind, slug in (("person", "anne"), ("place", f"lyon-{n}")):
            tag, _ = Tag.objects.get_or_create(kind=kind, slug=slug, label_en=slug)
            Tagging.objects.create(article=made, tag=tag, origin="machine")
    facets = search(parse("bridge"), sort="relevance").facets
    assert (facets["person"], facets["subject"]) == ([("anne", 2)], [])
    assert sorted(facets["place"]) == [("lyon-0", 1), ("lyon-1", 1)]


def test_names_find_what_is_about_them_however_spelt() -> None:
    made, other = article("Un.", "One."), article("Poutine, un plat.", "Poutine, a dish.")
    putin = Tag.objects.create(kind="person", slug="vladimir-putin", label_en="Vladimir Putin")
    putin.aliases.create(text="Vladimir Poutine", folded="vladimir poutine")
    Tagging.objects.create(article=made, tag=putin, origin="machine")
    outbox.touch(made.pk)
    assert found("person:putin") == found('person:"vladimir poutine"') == [made.pk]
    assert found("person:vladimir-putin") == found("person:pout*") == [made.pk]
    assert found("place:putin") == []
    assert found("poutine") == [other.pk]
    assert found("-person:putin") == [other.pk]


def test_exact_words_keep_accents_and_endings() -> None:
    first = article("Les élections.", "Votes.")
    second = article("Une election.", "A vote.")
    assert set(found("élection")) == {first.pk, second.pk}
    assert found("=élections") == [first.pk]
    assert found("=election") == [second.pk]


def test_accented_form_stands_first() -> None:
    article("La cote du vin rouge monte.", "One.")
    coast = article("La côte du vin rouge monte.", "Two.")
    assert found("côte")[0] == coast.pk


def test_newest_first_is_paged_by_place_without_end() -> None:
    made = [article(f"Le pont {n}.", f"Bridge {n}.") for n in range(7)]
    seen: list[int] = []
    place = None
    while True:
        results = search(parse("bridge"), sort="newest", after=place, size=3)
        assert results.total == 7
        seen += [hit.article_id for hit in results.hits]
        place = results.further
        if place is None:
            break
    assert seen == [each.pk for each in reversed(made)]


def test_article_stored_meanwhile_moves_no_page() -> None:
    for n in range(4):
        article(f"Le pont {n}.", f"Bridge {n}.")
    first = search(parse("bridge"), sort="newest", size=2)
    article("Le pont 9.", "Bridge 9.", published_on=date(2025, 1, 1))
    second = search(parse("bridge"), sort="newest", after=first.further, size=2)
    assert not {hit.article_id for hit in first.hits} & {hit.article_id for hit in second.hits}
    assert len(second.hits) == 2


def test_counts_of_facets_are_exact() -> None:
    for n in range(40):
        article(f"Le pont {n}.", f"Bridge {n}.", source=make_source(f"s{n}"))
        index.drain()
    opened = index.opened()
    asked = {"f": {"terms": {"field": "source", "size": 65_000, "segment_size": 65_000}}}
    answer = opened.searcher().aggregate(Query.all_query(), asked)
    assert answer["f"]["doc_count_error_upper_bound"] == 0
    assert len(search(parse("bridge"), sort="newest").facets["source"]) == 40


def test_days_count_what_bears_a_date() -> None:
    article("Un pont.", "A bridge.")
    article("Le pont.", "The bridge.", published_on=None)
    results = search(parse("bridge"), sort="newest")
    assert results.days == {date(2024, 10, 23): 1}
    assert results.total == 2


def test_related_articles_share_rare_words() -> None:
    like = [article(f"Le funiculaire {n} rouvre.", f"The funicular {n} reopens.") for n in range(3)]
    article("Une autre chose.", "Another thing.")
    index.build()
    texts = {"fr": "Le funiculaire 0 rouvre.", "en": "The funicular 0 reopens."}
    assert set(related(texts, like[0].pk, 5)) == {like[1].pk, like[2].pk}


def test_article_that_shares_little_is_not_related() -> None:
    long = "Le funiculaire rouvre après quarante travaux difficiles sous la montagne enneigée."
    one, _ = article(long, "a"), article(f"{long} Encore.", "b")
    article("Le quarante.", "c")
    index.build()
    assert len(related({"fr": long}, one.pk, 5)) == 1


def test_article_the_index_does_not_hold_has_nothing_related() -> None:
    held = article("Le funiculaire rouvre.", "The funicular reopens.")
    article("Le funiculaire ferme.", "The funicular closes.")
    index.build()
    assert related({"fr": "Le funiculaire rouvre."}, held.pk + 1000, 5) == []


def test_articles_that_were_rewritten_often_have_related_ones_still() -> None:
    like = [article(f"Le funiculaire {n} rouvre.", f"The funicular {n} reopens.") for n in range(2)]
    index.build()
    for _ in range(3):
        outbox.touch(like[0].pk)
        assert set(found("funicular")) == {each.pk for each in like}
    texts = {"fr": "Le funiculaire 0 rouvre.", "en": "The funicular 0 reopens."}
    assert set(related(texts, like[0].pk, 5)) <= {like[1].pk}


def test_index_lost_is_made_anew(index_of_its_own: object) -> None:
    made = article("Un pont.", "A bridge.")
    assert found("bridge") == [made.pk]
    place = generations.current()
    assert place
    (place / "cursor").unlink()
    assert found("bridge") == [made.pk]
    assert generations.current() != place
