"""An authority of the lab's own and a certificate for 127.0.0.1 from it, for a lab that speaks TLS."""

import datetime
import ipaddress
import pathlib
import subprocess
import sys

import words


class Files:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.authority = self.folder / "authority.crt"
        self.server = self.folder / "server.crt"  # its key stands beside it, in server.key


def create(python, files):
    """`python` is the environment's: the standard library makes no certificates, Keystone's libraries do."""
    files.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    result = subprocess.run([python, __file__, files.folder], capture_output=True, text=True)
    if result.returncode:
        raise words.Trouble(f"could not make the lab's certificates:\n{result.stderr.strip()}")


def _main(folder):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    files = Files(folder)
    now = datetime.datetime.now(datetime.timezone.utc)

    def name(text):
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    def certificate(subject, key, issuer, issuer_key, extensions):
        builder = (x509.CertificateBuilder()
                   .subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
                   .serial_number(x509.random_serial_number())
                   .not_valid_before(now - datetime.timedelta(hours=1))
                   .not_valid_after(now + datetime.timedelta(days=365)))
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(issuer_key, hashes.SHA256())

    def usage(**allowed):
        names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                 "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
        return x509.KeyUsage(**{each: allowed.get(each, False) for each in names})

    authority_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    identifier = x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key())
    authority = certificate("lab authority", authority_key, "lab authority", authority_key, [
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (usage(key_cert_sign=True, crl_sign=True), True),
        (identifier, False)])
    server = certificate("127.0.0.1", server_key, "lab authority", authority_key, [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (usage(digital_signature=True), True),
        (x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
                                      x509.DNSName("localhost")]), False),
        (x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), False)])

    pem = serialization.Encoding.PEM
    files.authority.write_bytes(authority.public_bytes(pem))
    files.server.write_bytes(server.public_bytes(pem))
    key = files.server.with_suffix(".key")
    key.touch(mode=0o600)
    key.write_bytes(server_key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


if __name__ == "__main__":
    _main(sys.argv[1])
