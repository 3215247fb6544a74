"""Countries of the CLDR, under the labels and spellings that are kept by hand."""

from newsroom.tag.countries import SURE, UNSURE, countries


def test_name_shared_with_another_place_is_less_sure() -> None:
    by_code = {country.code: country for country in countries()}
    assert by_code["GE"].confidence == UNSURE
    assert by_code["IR"].confidence == SURE


def test_labels_are_those_of_the_cldr_or_of_the_table() -> None:
    by_code = {country.code: country for country in countries()}
    assert (by_code["DE"].english, by_code["DE"].french) == ("Germany", "Allemagne")
    assert (by_code["TR"].english, by_code["MM"].french) == ("Turkey", "Birmanie")
    assert by_code.keys().isdisjoint({"EU", "UN", "ZZ", "MF"})
