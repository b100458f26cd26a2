import type { Operand, Predicate } from "./expressions.ts";

/** A GeoJSON object: what geospatial operators find in a field (MongoDB manual, GeoJSON Objects). */
export type GeoJson =
  | { readonly type: string; readonly coordinates: readonly unknown[] }
  | { readonly type: string; readonly geometries: readonly unknown[] };

/** What a field must hold for geospatial operators: GeoJSON, a list of it, or a legacy pair of coordinates. */
export type Located = GeoJson | readonly GeoJson[] | number | readonly number[] | null | undefined;

/** Longitude and latitude in degrees, in this order. */
export type Position = readonly [longitude: number, latitude: number];

/** Coordinates of a geometry: a position, or lists of them, as deep as the type of the geometry wants. */
export interface Coordinates extends ReadonlyArray<number | Coordinates> {}

/** Types of GeoJSON geometries. */
export type GeometryType = "Point" | "LineString" | "Polygon" | "MultiPoint" | "MultiLineString" | "MultiPolygon";

/** Types of geometries that have an inside. */
export type AreaType = "Polygon" | "MultiPolygon";

/** Bounds of a distance in metres. A distance of 0 is a distance. */
export interface Distances {
  /** Not farther away than this. */
  maxDistance?: number;
  /** Not nearer than this. */
  minDistance?: number;
}

/** Operators of fields that hold places. `this` keeps them from fields that hold something else. */
export interface GeoField<out R> {
  /** Nearest first, from a point. Needs a `2dsphere` or `2d` index. Sorting replaces the order by distance. */
  near(this: Operand<Located>, longitude: number, latitude: number, distances?: Distances): Predicate<R>;
  /** The same as `near`, with distances on a sphere also where the index is of kind `2d`. */
  nearSphere(this: Operand<Located>, longitude: number, latitude: number, distances?: Distances): Predicate<R>;
  /** Has a point in common with a geometry. */
  geoIntersects(this: Operand<Located>, type: GeometryType, coordinates: Coordinates): Predicate<R>;
  /** Lies wholly inside an area; the last position of each ring repeats the first. */
  geoWithin(this: Operand<Located>, type: AreaType, coordinates: Coordinates): Predicate<R>;
  /** Lies inside a rectangle on the plane, given by two corners. */
  geoWithinBox(this: Operand<Located>, lowerLeft: Position, upperRight: Position): Predicate<R>;
}
