"""A cluster that speaks TLS only: its certificates stand in Dask's own settings."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import dask
import distributed  # noqa: F401 (its settings are there once it is)
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cluster.conftest import A, Place, deaths, scheduler
from pipelines.cluster.address import Scheduler
from pipelines.cluster.reasons import ClusterNotUsable


def _certificate(folder: Path) -> Path:
    """A certificate that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cluster.test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path = folder / "own.pem"
    path.write_bytes(
        key.private_bytes(pem, form, serialization.NoEncryption()) + made.public_bytes(pem)
    )
    return path


def test_tls_passes_through(place: Place, tmp_path: Path) -> None:
    own = str(_certificate(tmp_path))
    place.put("死亡.csv", deaths(A))
    with (
        dask.config.set(_settings(own)),
        scheduler(tmp_path, "--protocol", "tls", **_environment(own)) as begun,
    ):
        plain, begun.scheduler = begun.scheduler, Scheduler("tls" + begun.scheduler.address[3:])
        with pytest.raises(ClusterNotUsable, match="tls://"):
            place.ingest(plain)
        with begun.workers(1, "--protocol", "tls", **_environment(own)):
            assert place.ingest(begun.scheduler).staged == 1


def _settings(own: str) -> dict[str, object]:
    told: dict[str, object] = {"require-encryption": True, "tls.ca-file": own}
    for who in ("scheduler", "worker", "client"):
        told |= {f"tls.{who}.cert": own, f"tls.{who}.key": own}
    return {f"distributed.comm.{name}": value for name, value in told.items()}


def _environment(own: str) -> dict[str, str]:
    return {
        f"DASK_{name.replace('.', '__').replace('-', '_').upper()}": str(value)
        for name, value in _settings(own).items()
    }
