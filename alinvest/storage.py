"""Where pages find their static files."""

from functools import lru_cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Files named by their content; the manifest is read once, so that each address is made once as well."""

    @lru_cache(maxsize=512)  # noqa: B019 - one storage lives as long as the process
    def url(self, name, force=False):
        """The address of a file."""
        return super().url(name, force)
