"""Certificates for servers of the tests, and an authority of their own that vouches for them."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


class Authority:
    """It signs what it is asked to; `path` holds its own certificate."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = _named("Authority of the tests")
        mine = _certificate(self.name, self.name, self.key.public_key(), authority=True)
        self.path = folder / "authority.pem"
        self.path.write_bytes(_pem(mine.sign(self.key, hashes.SHA256())))

    def vouch(self, host: str, *, expired: bool = False) -> ssl.SSLContext:
        """What a server of that name needs."""
        return self._server(host, self.key, self.name, ends=datetime.now(UTC) - DAY * expired * 2)

    def self_signed(self, host: str) -> ssl.SSLContext:
        """The same, vouched for by nobody else."""
        return self._server(host, None, _named(host), ends=datetime.now(UTC))

    def _server(
        self,
        host: str,
        signer: ec.EllipticCurvePrivateKey | None,
        issuer: x509.Name,
        *,
        ends: datetime,
    ) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _certificate(_named(host), issuer, key.public_key(), ends=ends + DAY)
        names = x509.SubjectAlternativeName([_alternative(host)])
        builder = builder.add_extension(names, critical=False)
        path = self.folder / f"{len(list(self.folder.iterdir()))}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + _pem(builder.sign(signer or key, hashes.SHA256()))
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    *,
    authority: bool = False,
    ends: datetime | None = None,
) -> x509.CertificateBuilder:
    until = ends or datetime.now(UTC) + DAY
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - 9 * DAY)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
