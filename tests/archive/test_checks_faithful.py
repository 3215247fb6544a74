"""Checks: English that says what the French says is left in peace."""

import pytest

from archive.checks import findings

FAITHFUL = [
    ("Il part.", "He leaves."),
    ("Le président Poutine a reçu M. Pezeshkian.", "President Putin received Mr Pezeshkian."),
    (
        "Le gouvernement a présenté mardi un plan de relance de 3,5 milliards d'euros.",
        "On Tuesday the government presented a recovery plan worth 3.5 billion euros.",
    ),
    (
        "Il a qualifié les liens entre l'Iran et la Russie de « stratégiques et inévitables ».",
        "He called the ties between Iran and Russia “strategic and inevitable”.",
    ),
    ("Personne n'a été blessé.", "No one was hurt."),
    ("Nous n'avons pas le choix.", "We have no choice."),
    ("Nous n'avons plus le choix.", "We no longer have a choice."),
    ("Il ne viendra pas.", "He won’t come."),
    ("Ni le maire ni le préfet n'étaient là.", "Neither the mayor nor the prefect was there."),
    ("Cette coopération n'est en aucun cas dirigée contre eux.", "It is in no way aimed at them."),
    ("Il ne réussira pas à convaincre.", "He will fail to convince."),
    ("Elle n'est pas heureuse.", "She is unhappy."),
    ("Il ne viendra que demain.", "He will come tomorrow at the earliest."),
    ("Avant qu'il ne parte, elle rit.", "She laughs before he leaves."),
    ("C'est beau, n'est-ce pas ?", "It is beautiful, isn’t it?"),
    ("N'hésitez pas à écrire.", "Please write."),
    ("Où est-il ?", "Where is he?"),
    ("Quelle horreur !", "How awful!"),
    ("Il demande où elle va.", "He asks where she is going."),
    ("« Je pars », dit-il.", "“I am leaving,” he said."),
    ("« Je pars.", "“I am leaving."),
    ("Je reviendrai. »", "I shall return.”"),
    ("Il a dit « oui » et « non ».", "He said ‘yes’ and ‘no’."),
    ("La hausse est de 3,5 %.", "The rise is 3.5 per cent."),
    ("Le loyer est de 1 200 €.", "The rent is 1,200 euros."),
    (
        "Écrire à a.b@exemple.fr ou voir www.exemple.fr/a?b=c.",
        "Write to a.b@exemple.fr or see www.exemple.fr/a?b=c.",
    ),
    ("Le mot-dièse #Grève de @mairie_paris.", "The hashtag #Grève by @mairie_paris."),
    ("Du travail, du travail, du travail !", "Work, work, work!"),
    ("Bravo !!!", "Bravo!!!"),
    ("Louis XIII et le pape Jean XXIII", "Louis XIII and Pope John XXIII"),
    ("Emmanuel Macron et Marine Le Pen", "Emmanuel Macron and Marine Le Pen"),
    ("Paris Match", "Paris Match"),
    ("Le café et l'élite", "The café and the élite"),
    ("12 345,6", "12,345.6"),
    (
        "Elle l'avait dit, elle l'a fait, elle le refera.",
        "She had said it, she did it and she will again.",
    ),
    ("iOS 18 sera disponible lundi.", "iOS 18 will be available on Monday."),
    (
        "Les pompiers sont intervenus dans la nuit, rue de la République, à Lyon.",
        "Firefighters were called out at night in Rue de la République, Lyon.",
    ),
    ("LE PREMIER MINISTRE VA À MOSCOU", "THE PRIME MINISTER GOES TO MOSCOW"),
    ("", ""),
    ("…", ""),
]


@pytest.mark.parametrize(("french", "english"), FAITHFUL)
def test_faithful_english_is_left_in_peace(french: str, english: str) -> None:
    assert findings(french, english) == ()
