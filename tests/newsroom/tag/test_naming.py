"""Names whose English is known: by the tables, by editors, by what was tagged."""

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from archive import authority
from archive.models import Segment, StopName, Tagging
from newsroom.tag import naming
from tests.archive.authority.records import make_tag
from tests.newsroom.translate import rows

pytestmark = pytest.mark.django_db


def named(*segments: Segment) -> list[list[tuple[str, str]]]:
    found = naming.names_of({segment.article_id for segment in segments})
    return [[(n.french, n.english) for n in found.get(s.pk, ())] for s in segments]


def test_tables_give_the_english() -> None:
    segments = rows.article("Vladimir Poutine parle de la RII à l'ONU.", "Rien n'est dit.")
    assert named(*segments) == [
        [("Vladimir Poutine", "Vladimir Putin"), ("RII", "Iran"), ("ONU", "United Nations")],
        [],
    ]


def test_name_stands_where_it_says() -> None:
    (segment,) = rows.article("La Russie reçoit.")
    (name,) = naming.names_of([segment.article_id])[segment.pk]
    assert segment.text[name.start : name.end] == "Russie"


def test_reviewed_record_is_found_by_its_french_names() -> None:
    make_tag("Ivan Petrenko", "Ivan Petrenko", "Ivan Pétrenco", status="reviewed")
    (segment,) = rows.article("Le maire Ivan Pétrenco démissionne.")
    assert named(segment) == [[("Ivan Pétrenco", "Ivan Petrenko")]]


@pytest.mark.parametrize("status", ["auto", "hidden"])
def test_record_that_nobody_vouches_for_binds_nobody(status: str) -> None:
    make_tag("Ivan Petrenko", "Ivan Pétrenco", status=status)
    assert named(*rows.article("Le maire Ivan Pétrenco démissionne.")) == [[]]


def test_hidden_record_takes_the_tables_word_away() -> None:
    make_tag("Russia", kind="place", external_id="cldr:RU", status="hidden")
    assert named(*rows.article("La Russie reçoit.")) == [[]]


def test_merged_record_speaks_by_its_heir(edith: User) -> None:
    old = make_tag("Ivan Pétrenco", "Ivan Pétrenco")
    authority.merge(old, make_tag("Ivan Petrenko", status="reviewed"), edith)
    (segment,) = rows.article("Le maire Ivan Pétrenco démissionne.")
    assert named(segment) == [[("Ivan Pétrenco", "Ivan Petrenko")]]


def test_surname_is_that_of_the_articles_only_bearer() -> None:
    make_tag("Ivan Petrenko", "Ivan Pétrenco", label_fr="Ivan Pétrenco", status="reviewed")
    segments = rows.article("Le maire Ivan Pétrenco démissionne.", "Pour Pétrenco, c'est fini.")
    assert named(*segments)[1] == [("Pétrenco", "Petrenko")]
    other = rows.article("Pour Pétrenco, c'est fini.", ref="b")
    assert named(*other) == [[]]


def test_what_was_tagged_counts_as_read() -> None:
    tag = make_tag("Ivan Petrenko", status="reviewed")
    (segment,) = rows.article("Le maire Yvan Petrenko démissionne.")
    Tagging.objects.create(
        article=segment.article, tag=tag, origin="machine", offsets=[[segment.uid, 9, 22]]
    )
    assert named(segment) == [[("Yvan Petrenko", "Ivan Petrenko")]]


def test_stopped_name_is_none() -> None:
    StopName.objects.create(text="Russie", folded="russie", kind="place")
    assert named(*rows.article("La Russie reçoit.")) == [[]]


def test_renamed_record_is_called_by_its_new_label(edith: User) -> None:
    tag = make_tag("Kiev", "Kiev", kind="place", status="reviewed")
    authority.rename(tag, "Kyiv", "Kiev", edith)
    (segment,) = rows.article("Le calme revient à Kiev.")
    (name,) = naming.names_of([segment.article_id])[segment.pk]
    assert name.english == "Kyiv"
    assert name.is_outdated_in("Calm returns to Kiev.")


def test_many_articles_take_as_many_queries_as_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(5):
        make_tag(f"Ivan {n}", f"Ivan Pétrenco {n}", status="reviewed", slug=f"ivan-{n}")
        rows.article("La Russie reçoit.", f"Ivan Pétrenco {n} part.", ref=f"a{n}")
    ids = list(Segment.objects.values_list("article", flat=True).distinct())
    with django_assert_num_queries(7):
        assert len(naming.names_of(ids)) == 10


def test_dead_sentences_are_not_read() -> None:
    (segment,) = rows.article("La Russie reçoit.")
    Segment.objects.update(alive=False)
    assert naming.names_of([segment.article_id]) == {}
