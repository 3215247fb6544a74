"""A pytest plugin, loaded before settings: everything a test run writes lies in a folder of its own."""

import atexit
import os
import shutil
import tempfile

if "PASSERELLE_TEST_VAR" not in os.environ:
    folder = tempfile.mkdtemp(prefix="passerelle-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["PASSERELLE_TEST_VAR"] = folder
os.environ["VAR_DIR"] = os.environ["PASSERELLE_TEST_VAR"]
os.environ["TRANSLATION_ENGINE"] = "toy"
os.environ["SITE_NAME"] = "Passerelle"
