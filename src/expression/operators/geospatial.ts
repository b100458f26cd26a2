import type { Predicate, Reference } from "../../types/expressions.ts";
import type { AreaType, Coordinates, Distances, GeometryType, Located, Position } from "../../types/geometry.ts";
import { onField } from "./on-field.ts";

/** Types of geometries that `GeoWithin` takes. */
export const GeoWithinTypes = { Polygon: "Polygon", MultiPolygon: "MultiPolygon" } as const;
/** The shapes that {@link GeoWithin} takes, under Beanie's name. */
export type GeoWithinTypes = AreaType;

/** @internal */
type Place<R> = Reference<Located, R> | string;

/** The field has a point in common with a geometry. */
export function GeoIntersects<R = never>(
  field: Place<R>,
  type: GeometryType,
  coordinates: Coordinates,
): Predicate<R> {
  return onField("GeoIntersects", field, (f) => f.geoIntersects(type, coordinates));
}

/**
 * The field lies wholly inside an area.
 *
 * @example `GeoWithin(Shop.place, GeoWithinTypes.Polygon, [[[0, 0], [3, 6], [6, 1], [0, 0]]])`
 */
export function GeoWithin<R = never>(field: Place<R>, type: AreaType, coordinates: Coordinates): Predicate<R> {
  return onField("GeoWithin", field, (f) => f.geoWithin(type, coordinates));
}

/** The field lies inside a rectangle on the plane, given by two corners. */
export function Box<R = never>(field: Place<R>, lowerLeft: Position, upperRight: Position): Predicate<R> {
  return onField("Box", field, (f) => f.geoWithinBox(lowerLeft, upperRight));
}

/** Nearest first, from a point. Needs a `2dsphere` or `2d` index. */
export function Near<R = never>(
  field: Place<R>,
  longitude: number,
  latitude: number,
  distances?: Distances,
): Predicate<R> {
  return onField("Near", field, (f) => f.near(longitude, latitude, distances));
}

/** The same as `Near`, with distances on a sphere also where the index is of kind `2d`. */
export function NearSphere<R = never>(
  field: Place<R>,
  longitude: number,
  latitude: number,
  distances?: Distances,
): Predicate<R> {
  return onField("NearSphere", field, (f) => f.nearSphere(longitude, latitude, distances));
}
