"""An image that someone sent, drawn again: nothing is kept of it but its pixels."""

from io import BytesIO
from typing import IO

from PIL import Image, ImageOps

from workflows.files import FileRefused

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
LEAST_SIDE = 300  # pixels: under it, a printed certificate shows them
MOST_SIDE = 800  # 300 dots an inch on a certificate
MOST_STRETCHED = 4  # times as long as it is wide


def redrawn(stream: IO[bytes]) -> bytes:
    """The image in `stream`, accepted already, as a PNG of MOST_SIDE at most; left rewound.

    The same bytes for the same image. Raises FileRefused for one that a certificate cannot show.
    """
    stream.seek(0)
    with Image.open(stream, formats=list(FORMATS.values())) as image:
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    stream.seek(0)
    if min(upright.size) < LEAST_SIDE:
        raise FileRefused(
            "logo_too_small",
            "Cette image est trop petite pour l’impression\u00a0: "
            f"{LEAST_SIDE}\u00a0pixels de côté au moins.",
        )
    if max(upright.size) > MOST_STRETCHED * min(upright.size):
        raise FileRefused(
            "logo_too_long",
            f"Cette image est trop allongée\u00a0: {MOST_STRETCHED}\u00a0fois sa largeur au plus.",
        )
    upright.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.LANCZOS)
    drawn = BytesIO()
    # Its pixels alone: no comment, no profile, no date.
    Image.frombytes("RGBA", upright.size, upright.tobytes()).save(drawn, "PNG")
    return drawn.getvalue()
