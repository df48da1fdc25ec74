"""Pictures of pages in few bytes: at most 256 colours, the rarest given the nearest."""

import struct
import zlib
from pathlib import Path
from typing import Any, Final

import numpy as np

MAGIC: Final = b"\x89PNG\r\n\x1a\n"
COLOURS: Final = 256
TRUE_COLOUR: Final = {2: 3, 6: 4}  # kinds of PNG that browsers write: bytes a pixel
STEP: Final = 4  # colours nearer than this are one: the eye does not tell them apart

Pixels = np.ndarray[Any, np.dtype[np.uint8]]


def make_small(file: Path) -> None:
    """Write the picture anew with a palette; what was there is replaced."""
    pixels = read_pixels(file.read_bytes())
    palette, indices = with_palette(pixels)
    file.write_bytes(as_png(palette, indices))


def read_pixels(png: bytes) -> Pixels:
    """The colours of a true-colour PNG, rows by columns by red, green and blue."""
    chunks = list(_chunks(png))
    width, height, depth, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    if depth != 8 or kind not in TRUE_COLOUR:
        raise ValueError("only PNGs of eight bits a colour, as browsers write them")
    data = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    size = TRUE_COLOUR[kind]
    rows = np.frombuffer(data, np.uint8).reshape(height, 1 + width * size)
    return _unfiltered(rows, size).reshape(height, width, size)[:, :, :3]


def with_palette(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """A palette of the commonest colours, and each pixel's place in it."""
    coarse = (pixels.astype(np.uint32) + STEP // 2) // STEP * STEP
    coarse = np.minimum(coarse, 255)
    packed = coarse[..., 0] << 16 | coarse[..., 1] << 8 | coarse[..., 2]
    found, places, counts = np.unique(packed, return_inverse=True, return_counts=True)
    kept = np.sort(np.argsort(counts)[::-1][:COLOURS])
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1)
    apart = colours[:, None, :].astype(np.int32) - colours[kept][None, :, :]
    nearest = np.argmin((apart**2).sum(axis=2), axis=1).astype(np.uint8)
    exact = _exact(pixels, nearest[places.reshape(packed.shape)], len(kept))
    return exact, nearest[places.reshape(packed.shape)]


def as_png(palette: Pixels, indices: Pixels) -> bytes:
    """A PNG with a palette; rows are as they are, which suits flat colours best."""
    height, width = indices.shape
    rows = np.zeros((height, width + 1), np.uint8)
    rows[:, 1:] = indices
    return MAGIC + b"".join(
        _chunk(name, body)
        for name, body in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", palette.tobytes()),
            (b"IDAT", zlib.compress(rows.tobytes(), 9)),
            (b"IEND", b""),
        )
    )


def _exact(pixels: Pixels, indices: Pixels, many: int) -> Pixels:
    """The mean of the true colours behind each entry: plain areas keep theirs."""
    counts = np.bincount(indices.ravel(), minlength=many)
    means = [
        np.bincount(indices.ravel(), pixels[..., part].ravel(), many) / counts
        for part in range(3)
    ]
    return np.stack(means, axis=1).round().astype(np.uint8)


def _chunks(png: bytes) -> Any:
    place = len(MAGIC)
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += length + 12


def _chunk(name: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + check


def _unfiltered(rows: Pixels, size: int) -> Pixels:
    """Undo what a PNG does to each row, by the number at its start."""
    lines = rows[:, 1:].astype(np.int32)
    above = np.zeros(lines.shape[1], np.int32)
    for number, kind in enumerate(rows[:, 0]):
        line = lines[number]
        if kind == 1:
            shaped = line.reshape(-1, size)
            line[:] = np.cumsum(shaped, axis=0).reshape(-1) & 255
        elif kind == 2:
            line[:] = line + above & 255
        elif kind > 2:
            _by_neighbours(line, above, size, int(kind))
        above = line
    return lines.astype(np.uint8)


def _by_neighbours(line: Any, above: Any, size: int, kind: int) -> None:
    """The two kinds that need the pixel before: the mean of two, or Paeth's guess."""
    values, over = line.tolist(), above.tolist()
    for place, value in enumerate(values):
        left = values[place - size] if place >= size else 0
        if kind == 3:
            guess = (left + over[place]) // 2
        else:
            corner = over[place - size] if place >= size else 0
            guess = _paeth(left, over[place], corner)
        values[place] = value + guess & 255
    line[:] = values


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))
