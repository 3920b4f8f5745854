"""Letters that come back, as servers return them."""

from email.message import EmailMessage

REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@relais.example>
To: retours@cress.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="limite"

--limite
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--limite
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.example
Arrival-Date: Sat, 28 Nov 2026 10:00:00 +0100

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--limite
Content-Type: {kind}

{returned}
--limite--
"""


def returned(
    message_id: str,
    address: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "550 5.1.1 <x>: Recipient address rejected: User unknown",
    whole: bool = True,
) -> bytes:
    """A report that `address` did not get the letter `message_id`; `whole`: with the letter."""
    original = EmailMessage()
    original["Message-ID"] = message_id
    original["Subject"] = "Votre dossier"
    if whole:
        original.set_content("Bonjour.")
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    text = REPORT.format(
        address=address,
        action=action,
        status=status,
        said=said,
        kind=kind,
        returned=original.as_string(),
    )
    return text.replace("\n", "\r\n").encode()
