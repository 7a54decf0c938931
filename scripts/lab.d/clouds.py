"""What a client needs: a clouds.yaml for the lab, and the same facts as variables for tests."""

from keystone import PROJECT, USER


def write(lab):
    file = lab.folder / "clouds.yaml"
    file.touch(mode=0o600)
    file.write_text(_clouds(lab))


def _clouds(lab):
    settings = lab.settings
    credential = settings["application_credential"]
    first = next(iter(settings["regions"]))
    authority = f"    cacert: {lab.authority.authority}\n" if lab.authority else ""

    def password(name, secret, rest=""):
        return f"""\
  {name}:
    auth_type: password
    auth:
      auth_url: {lab.keystone.url}
      username: {USER}
      password: "{secret}"
      project_name: {PROJECT}
      user_domain_id: default
      project_domain_id: default
{rest}{authority}"""

    right = settings["passwords"][USER]
    return f"""\
clouds:
  # Every region of the catalog, because none is named.
{password("lab", right)}
{password("lab-one-region", right, f"    region_name: {first}" + chr(10))}
{password("lab-wrong-password", "not " + right)}
  lab-application-credential:
    auth_type: v3applicationcredential
    auth:
      auth_url: {lab.keystone.url}
      application_credential_id: {credential["id"]}
      application_credential_secret: {credential["secret"]}
{authority}"""


def variables(lab):
    """Names and values for a shell or a test; URLs by region, and where the servers log."""
    yield "OS_CLIENT_CONFIG_FILE", lab.folder / "clouds.yaml"
    yield "LAB_KEYSTONE_URL", lab.keystone.url
    yield "LAB_KEYSTONE_ACCESS_LOG", lab.keystone.service.access_log
    yield "LAB_REGIONS", " ".join(lab.settings["regions"])
    for glance in lab.glances:
        yield f"LAB_{glance.service.name.upper()}_URL", glance.url
        yield f"LAB_{glance.service.name.upper()}_ACCESS_LOG", glance.service.access_log
    if lab.authority:
        yield "LAB_AUTHORITY", lab.authority.authority
