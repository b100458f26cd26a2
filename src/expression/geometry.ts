import { InvalidArgument } from "../errors/invalid-argument.ts";
import { describeValue } from "../transfer/describe-value.ts";

/** Levels of lists that coordinates of the deepest geometry have: polygons, rings, positions, numbers. */
const MAX_LEVELS = 4;

/** The operand of `$near` and `$nearSphere`: a point, and how far from it. */
export function nearOperand(
  path: string,
  longitude: number,
  latitude: number,
  distances: { maxDistance?: number; minDistance?: number } = {},
): Record<string, unknown> {
  checkDegrees(path, "longitude", longitude, 180);
  checkDegrees(path, "latitude", latitude, 90);
  const { maxDistance, minDistance } = distances;
  return {
    $geometry: { type: "Point", coordinates: [longitude, latitude] },
    ...(maxDistance !== undefined && { $maxDistance: distance(path, "maxDistance", maxDistance) }),
    ...(minDistance !== undefined && { $minDistance: distance(path, "minDistance", minDistance) }),
  };
}

/** The operand of `$geoIntersects` and `$geoWithin`. */
export function geometryOperand(path: string, type: unknown, coordinates: unknown): Record<string, unknown> {
  if (typeof type !== "string") throw wrong(path, `the type of a geometry is text such as "Polygon"`, type);
  checkCoordinates(path, coordinates, MAX_LEVELS);
  return { $geometry: { type, coordinates } };
}

/** The operand of `$geoWithin` for a rectangle. */
export function boxOperand(path: string, lowerLeft: unknown, upperRight: unknown): Record<string, unknown> {
  for (const corner of [lowerLeft, upperRight]) {
    checkCoordinates(path, corner, 1);
    if ((corner as unknown[]).length !== 2) throw wrong(path, "a corner is two numbers", corner);
  }
  return { $box: [lowerLeft, upperRight] };
}

function checkCoordinates(path: string, coordinates: unknown, levels: number): void {
  if (!Array.isArray(coordinates)) throw wrong(path, "coordinates are lists of numbers", coordinates);
  for (const member of coordinates) {
    if (levels > 1 && Array.isArray(member)) checkCoordinates(path, member, levels - 1);
    else if (!Number.isFinite(member)) throw wrong(path, "a coordinate is a finite number", member);
  }
}

function checkDegrees(path: string, name: string, degrees: unknown, limit: number): void {
  if (Number.isFinite(degrees) && Math.abs(degrees as number) <= limit) return;
  throw wrong(path, `the ${name} is a number from -${limit} to ${limit}; the longitude comes first`, degrees);
}

function distance(path: string, name: string, metres: unknown): unknown {
  if (Number.isFinite(metres) && (metres as number) >= 0) return metres;
  throw wrong(path, `${name} is a number of metres from 0`, metres);
}

function wrong(path: string, rule: string, found: unknown): InvalidArgument {
  return new InvalidArgument(`${path}: ${rule}; found ${describeValue(found)}.`, { path });
}
