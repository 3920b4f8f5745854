"""Debian's own clamd, with one signature of ours: a virus is found, a file is cleared."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from dev import find_clamd
from tests.browser.serving import eventually
from tests.files import pdf, pdf_bytes
from tests.toys import making
from tests.toys.models import Repair
from workflows.correspondence.operations import attach, scan_attachment
from workflows.files.clamav import ScanResult, scan
from workflows.models import Attachment, ScanStatus

pytestmark = pytest.mark.services

ABSENT = "clamd est introuvable (sudo apt install clamav-daemon)"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# Name, any type of file, at any place, the bytes.
SIGNATURE = b"Ose.Test.Eicar:0:*:" + EICAR.hex().encode() + b"\n"


@pytest.fixture(scope="module")
def clamd() -> Iterator[str]:
    """The address of a running daemon. Its files are in a short path: a socket's is 108 bytes."""
    executable = find_clamd()
    if executable is None:
        outcome = pytest.fail if os.environ.get("REQUIRE_SERVICES") == "1" else pytest.skip
        outcome(ABSENT)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "ose.ndb").write_bytes(SIGNATURE)
        address = folder / "clamd.sock"
        configuration = folder / "clamd.conf"
        configuration.write_text(
            f"Foreground yes\nDatabaseDirectory {folder}\nTemporaryDirectory {folder}\n"
            f"LocalSocket {address}\n"
        )
        command = [executable, "--config-file", str(configuration)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as daemon:
            try:
                eventually(lambda: answers(address, daemon), what="clamd", within=60)
                yield str(address)
            finally:
                daemon.terminate()


def answers(address: Path, daemon: "subprocess.Popen[bytes]") -> bool:
    assert daemon.poll() is None, "clamd has stopped"
    with suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(address))
        connection.sendall(b"zPING\0")
        return connection.recv(16) == b"PONG\0"
    return False


def test_clamd_names_what_it_finds_and_clears_the_rest(clamd: str) -> None:
    found = scan(BytesIO(b"Bilan\n" + EICAR), clamd, timeout=30)
    assert found == ScanResult(clean=False, signature="Ose.Test.Eicar.UNOFFICIAL")
    assert scan(BytesIO(b"Bilan" * 100_000), clamd, timeout=30).clean


@pytest.mark.django_db
def test_a_file_goes_from_waiting_to_refused_or_clean(clamd: str, settings: Any) -> None:
    settings.OSE_CLAMAV_ADDRESS = clamd
    repair = making.repair()
    infected, sound = (
        attach(repair, slot="photos", upload=upload, by=repair.owner)
        for upload in (SimpleUploadedFile("pv.txt", EICAR), pdf("pv.pdf"))
    )
    assert statuses(repair) == [ScanStatus.PENDING, ScanStatus.PENDING]
    for asked in DBTaskResult.objects.filter(queue_name="scan"):
        scan_attachment.call(*asked.args_kwargs["args"], **asked.args_kwargs["kwargs"])
    assert statuses(repair) == [ScanStatus.INFECTED, ScanStatus.CLEAN]
    browser = Client()
    browser.force_login(repair.owner)
    links = [reverse("workflows:attachment", args=[each.pk]) for each in (infected, sound)]
    assert browser.get(links[0]).status_code == 403
    sent: Any = browser.get(links[1])
    assert b"".join(sent.streaming_content) == pdf_bytes()


def statuses(repair: Repair) -> list[str]:
    return list(
        Attachment.objects.filter(case=repair).order_by("pk").values_list("scan", flat=True)
    )
