"""The admin, with the site that says who may enter."""

from django.contrib.admin.apps import AdminConfig


class CurationConfig(AdminConfig):
    default_site = "newsroom.curate.site.CurationSite"
