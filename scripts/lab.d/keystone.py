"""The lab's Keystone: its files, its database, and the users, regions and endpoints in it."""

import os

import words
from installation import CURRENT
from service import Service

USER, PROJECT = "monitor", "monitoring"


class Keystone:
    def __init__(self, folder, installation, settings, url, authority_files):
        self.folder = folder
        self.installation = installation
        self.settings = settings
        self.url = url
        self.configuration = folder / "keystone.conf"
        self.service = Service(
            "keystone", folder, installation.program(CURRENT, "gunicorn"), "keystone.wsgi.api:application",
            url=url, port=settings["keystone"]["port"],
            environment={"OS_KEYSTONE_CONFIG_FILES": str(self.configuration)},
            certificate=authority_files and authority_files.server)

    # Files

    def configure(self):
        keys, credentials = self.folder / "token-keys", self.folder / "credential-keys"
        for folder in (self.folder, keys, credentials):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.configuration.write_text(f"""\
[DEFAULT]
use_stderr = true

[database]
connection = sqlite:///{self.folder}/keystone.sqlite

[token]
provider = fernet
expiration = {self.settings["token_ttl"]}
allow_expired_window = 0

[fernet_tokens]
key_repository = {keys}

[fernet_receipts]
key_repository = {keys}

[credential]
key_repository = {credentials}

# Its one process caches in memory; without a cache each token that Glance asks about costs 0.7 s of computing.
[cache]
enabled = true
backend = dogpile.cache.memory

# The least there is: these passwords guard nothing.
[identity]
password_hash_rounds = 4
""")

    def create_database(self):
        def manage(*arguments):
            self.installation.run(CURRENT, "keystone-manage", "--config-file", self.configuration, *arguments,
                                  log=self.folder / "setup.log")

        owner = ("--keystone-user", str(os.getuid()), "--keystone-group", str(os.getgid()))
        manage("db_sync")
        manage("fernet_setup", *owner)
        manage("credential_setup", *owner)
        manage("bootstrap", "--bootstrap-password", self.settings["passwords"]["admin"],
               "--bootstrap-region-id", next(iter(self.settings["regions"])),
               "--bootstrap-public-url", self.url)

    # Content

    def login(self, client, user, project):
        """A token for one of the lab's own users, scoped to a project."""
        answer = client.send("POST", f"{self.url}/auth/tokens", {"auth": {
            "identity": {"methods": ["password"], "password": {"user": {
                "name": user, "domain": {"id": "default"}, "password": self.settings["passwords"][user]}}},
            "scope": {"project": {"name": project, "domain": {"id": "default"}}}}})
        if answer.status != 201:
            raise words.Trouble(f"Keystone refused {user}: {answer.status} {answer.body[:200]!r}")
        return answer.headers["X-Subject-Token"]

    def administration(self, client):
        return Administration(client, self.url, self.login(client, "admin", "admin"))

    def fill(self, client):
        """Users, projects, the image service and an application credential."""
        admin = self.administration(client)
        admin.add_user("glance", self.settings["passwords"]["glance"], project="service", role="service")
        user, _ = admin.add_user(USER, self.settings["passwords"][USER], project=PROJECT, role="member")
        admin.send("POST", "/services", service={"type": "image", "name": "glance"})
        self.settings["user_id"] = user
        self.add_credential(client)

    def own(self, client):
        """As the monitor's user."""
        return Administration(client, self.url, self.login(client, USER, PROJECT))

    def add_credential(self, client):
        credential = self.own(client).send("POST", f"/users/{self.settings['user_id']}/application_credentials",
                                           application_credential={"name": "driftmonitor"})
        self.settings["application_credential"] = {name: credential[name] for name in ("id", "secret")}

    def revoke_credential(self, client):
        """The application credential is no more, and its tokens end with it."""
        credential = self.settings["application_credential"]["id"]
        self.own(client).send("DELETE", f"/users/{self.settings['user_id']}/application_credentials/{credential}")

    def withdraw(self, client, region):
        """Takes a region's image service out of the catalog; `publish` puts it back."""
        admin = self.administration(client)
        images = {service["id"] for service in admin.list("services") if service["type"] == "image"}
        for endpoint in admin.list("endpoints"):
            if endpoint["region_id"] == region and endpoint["service_id"] in images:
                admin.send("DELETE", f"/endpoints/{endpoint['id']}")

    def publish(self, client, images):
        """Makes the catalog say where the servers are: `images` has the image service's URLs by region."""
        admin = self.administration(client)
        services = {service["type"]: service["id"] for service in admin.list("services")}
        regions = {region["id"] for region in admin.list("regions")}
        present = {(endpoint["service_id"], endpoint["region_id"], endpoint["interface"]): endpoint
                   for endpoint in admin.list("endpoints")}
        for region in images.keys() - regions:
            admin.send("POST", "/regions", region={"id": region})
        wanted = [(services["image"], region, url) for region, url in images.items()]
        wanted.append((services["identity"], next(iter(images)), self.url))
        for service, region, url in wanted:
            for interface in ("public", "internal", "admin"):
                endpoint = present.get((service, region, interface))
                if endpoint is None:
                    admin.send("POST", "/endpoints", endpoint={
                        "service_id": service, "interface": interface, "region_id": region, "url": url})
                elif endpoint["url"] != url:
                    admin.send("PATCH", f"/endpoints/{endpoint['id']}", endpoint={"url": url})

    def revoke(self, client):
        """Ends every token of the monitor's user. Setting a password does that, even to the one it was."""
        self.administration(client).send("PATCH", f"/users/{self.settings['user_id']}",
                                         user={"password": self.settings["passwords"][USER]})


class Administration:
    """Keystone's API with one token."""

    def __init__(self, client, url, token):
        self._client, self._url, self._token = client, url, token

    def send(self, method, path, **body):
        """The object in the answer. The one keyword argument is the object sent."""
        answer = self._client.send(method, self._url + path, body or None, self._token)
        if answer.status >= 300:
            raise words.Trouble(f"Keystone answered {method} {path} with {answer.status} {answer.body[:200]!r}")
        return next(iter(answer.json.values())) if answer.body else None

    def list(self, kind, query=""):
        answer = self._client.send("GET", f"{self._url}/{kind}{query}", token=self._token)
        if answer.status != 200:
            raise words.Trouble(f"Keystone answered GET /{kind}{query} with {answer.status} {answer.body[:200]!r}")
        return answer.json[kind]

    def add_user(self, name, password, project, role):
        project = self.send("POST", "/projects", project={"name": project, "domain_id": "default"})["id"]
        user = self.send("POST", "/users", user={
            "name": name, "password": password, "domain_id": "default", "default_project_id": project})["id"]
        role = self.list("roles", f"?name={role}")[0]["id"]
        self.send("PUT", f"/projects/{project}/users/{user}/roles/{role}")
        return user, project
