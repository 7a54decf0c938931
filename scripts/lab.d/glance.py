"""One region: a Glance behind Keystone's middleware, publishing what its settings and its drift say."""

import json
import shutil

from drift import DISK_FORMATS, KINDS, Published
from installation import HERE, RELEASES, ROCKY
from service import Service

CONTAINER_FORMATS = ["ami", "ari", "aki", "bare", "ovf", "ova", "docker"]


class Glance:
    def __init__(self, region, folder, installation, settings, url, keystone, password, authority_files):
        self.folder = folder
        self.installation = installation
        self.settings = settings
        self.url = url
        self.keystone = keystone
        self.password = password
        self.authority_files = authority_files
        self.published = self._published()
        self.release = RELEASES[self.published.release]
        self.service = Service(
            region, folder, installation.program(self.release, "gunicorn"),
            "glance.common.wsgi_app:init_app()", url=url + "/", port=settings["port"],
            environment={"OS_GLANCE_CONFIG_DIR": str(folder)},
            certificate=authority_files and authority_files.server)

    def _published(self):
        # As an operator installs it: with the custom properties that the release's own source tree proposes.
        properties = json.loads((HERE / "schema-image" / f"{self.settings['release']}.json").read_text())
        published = Published(self.settings["release"], list(DISK_FORMATS), properties)
        for kind in self.settings["drift"]:
            KINDS[kind].apply(published)
        return published

    # Files

    def configure(self):
        for store in ("images", "staging", "tasks"):
            (self.folder / store).mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copy(self.installation.shipped(self.release, "glance-api-paste.ini"), self.folder)
        (self.folder / "glance-api.conf").write_text(self._configuration())
        document = self.published.properties
        if self.published.required and self.release is not ROCKY:  # which knows only a list of properties
            document = {"properties": document, "required": self.published.required}
        (self.folder / "schema-image.json").write_text(json.dumps(document, indent=4) + "\n")

    def _configuration(self):
        container_formats = CONTAINER_FORMATS + ([] if self.release is ROCKY else ["compressed"])
        authority = f"cafile = {self.authority_files.authority}" if self.authority_files else ""
        policy = self.installation.shipped(self.release, "policy.json")
        if policy.exists():  # without the file, releases before 20 refuse every call about images
            shutil.copy(policy, self.folder)
        return f"""\
[DEFAULT]
use_stderr = true
enabled_backends = local:file
public_endpoint = {self.url}
worker_self_reference_url = {self.url}
node_staging_uri = file://{self.folder}/staging

[database]
connection = sqlite:///{self.folder}/glance.sqlite

[glance_store]
default_backend = local

[local]
filesystem_store_datadir = {self.folder}/images

[os_glance_staging_store]
filesystem_store_datadir = {self.folder}/staging

[os_glance_tasks_store]
filesystem_store_datadir = {self.folder}/tasks

[image_format]
disk_formats = {",".join(self.published.disk_formats)}
container_formats = {",".join(container_formats)}

[paste_deploy]
flavor = keystone
config_file = {self.folder}/glance-api-paste.ini

[oslo_policy]
policy_file = {self.folder}/{policy.name if policy.exists() else "policy.yaml"}

[keystone_authtoken]
auth_type = password
auth_url = {self.keystone}
www_authenticate_uri = {self.keystone}
username = glance
password = {self.password}
project_name = service
user_domain_id = default
project_domain_id = default
service_token_roles_required = true
# The default is five minutes: a test that takes a token back does not want to wait so long for the refusal.
token_cache_time = 2
{authority}
"""

    def create_database(self):
        self.installation.run(self.release, "glance-manage", "--config-file", self.folder / "glance-api.conf",
                              "db_sync", log=self.folder / "setup.log")

    def copy_database(self, other):
        """From a region of the same release. The schemas do not depend on the database, so a region that changes
        its release later keeps the one it has."""
        shutil.copy(other.folder / "glance.sqlite", self.folder)
