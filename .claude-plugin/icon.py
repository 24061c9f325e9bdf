#!/usr/bin/env python3
"""Draws icon.png beside this file: a bucket whose level holds, 512 points square, from nothing but the standard library.

The same bytes every time, so the picture can be made again and compared.
"""

import pathlib
import struct
import zlib

SIZE = 512
FINE = 3  # Samples a side of each point, for smooth edges.
GROUND, WALL, WATER, DROP = (17, 45, 78), (232, 240, 247), (63, 193, 170), (244, 162, 97)


def inside_round_square(x, y, low, high, radius):
    dx = max(low + radius - x, 0, x - (high - radius))
    dy = max(low + radius - y, 0, y - (high - radius))
    return low <= x <= high and low <= y <= high and dx * dx + dy * dy <= radius * radius


def half_width(y):
    """Half the width of the bucket at this height: it narrows downwards."""
    return 150 - (y - 150) * 0.17


def colour(x, y):
    """Colour and opacity of a place."""
    if not inside_round_square(x, y, 8, 504, 96):
        return (0, 0, 0, 0)
    across = abs(x - 256)
    if 150 <= y <= 404 and across <= half_width(y):
        if across > half_width(y) - 22 or y > 382:
            return (*WALL, 255)
        if y > 222:
            return (*WATER, 255)
    if 132 <= y < 160 and across <= 166:
        return (*WALL, 255)
    if (x - 256) ** 2 + (y - 444) ** 2 <= 18 ** 2:
        return (*DROP, 255)
    return (*GROUND, 255)


def point(column, row):
    total = [0, 0, 0, 0]
    for i in range(FINE):
        for j in range(FINE):
            red, green, blue, opacity = colour(column + (i + 0.5) / FINE, row + (j + 0.5) / FINE)
            for place, part in enumerate((red * opacity, green * opacity, blue * opacity, opacity)):
                total[place] += part
    opacity = total[3]
    mixed = [round(part / opacity) if opacity else 0 for part in total[:3]]
    return bytes((*mixed, round(opacity / FINE**2)))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main():
    rows = b"".join(b"\0" + b"".join(point(column, row) for column in range(SIZE)) for row in range(SIZE))
    picture = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )
    pathlib.Path(__file__).with_name("icon.png").write_bytes(picture)


if __name__ == "__main__":
    main()
