"""Photos as they are kept: upright, no larger than needed, without what the camera wrote. No database, no request."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

MAX_PIXELS = 50_000_000
# Wide enough to read a signed A4 page, small enough for a phone's network.
PHOTO_SIDE = 2560

_FORMATS = {"jpg": "JPEG", "png": "PNG", "heic": "HEIF"}

# A phone's photo is one picture; previews and depth maps beside it are nobody's evidence.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


class DamagedPictureError(ValueError):
    """The content is no picture of the kind that it begins like."""


class HugePictureError(ValueError):
    """More points than a camera makes: unpacking it would only cost memory."""


def kept_picture(content: bytes, extension: str) -> tuple[bytes, str]:
    """Return the picture that is kept and its extension, drawn anew from nothing but its points.

    What hides behind or between them does not survive: place, time, comments, a second file. A HEIC becomes a JPEG,
    which every office PC opens. Raises HugePictureError and DamagedPictureError.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[_FORMATS[extension]]) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise HugePictureError
                return _drawn(picture, extension)
    except Image.DecompressionBombError:
        raise HugePictureError from None
    except HugePictureError:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, RuntimeError):
        raise DamagedPictureError from None


def _drawn(picture: Image.Image, extension: str) -> tuple[bytes, str]:
    if extension == "jpg":
        picture.draft("RGB", (PHOTO_SIDE, PHOTO_SIDE))
    colours = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    out = io.BytesIO()
    if extension == "png":
        upright.save(out, "PNG", icc_profile=colours)
        return out.getvalue(), "png"
    photo = upright.convert("RGB")
    photo.info = {}
    photo.save(out, "JPEG", quality=85, optimize=True, icc_profile=colours)
    return out.getvalue(), "jpg"
