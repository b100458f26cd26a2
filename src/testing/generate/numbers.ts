import type { AnySchema } from "../../schema/zod.ts";
import { type CheckDefinition, checkDefinitions } from "./check-definitions.ts";
import type { Source } from "./source.ts";

interface Bounds<T> {
  min: T | undefined;
  max: T | undefined;
  minIncluded: boolean;
  maxIncluded: boolean;
}

/** How far apart values lie where one bound or none is given. */
const SPREAD = 1000;
const DAY = 86_400_000;
const YEAR = 365 * DAY;

/** A number as the checks of a schema want it: whole, a multiple, or with two digits behind the point where there is room for them. */
export function number(schema: AnySchema, source: Source): number {
  const checks = checkDefinitions(schema);
  const bounds = boundsOf<number>(checks);
  const unit = stepOf(checks) ?? 0.01;
  const [min, max] = closed(bounds, SPREAD, unit);
  const [first, last] = [Math.ceil(min / unit), Math.floor(max / unit)];
  if (first <= last) return rounded(source.integer(first, last), unit);
  return source.double(bounds.min ?? min, bounds.max ?? max);
}

function rounded(count: number, unit: number): number {
  const digits = /\.(\d+)|e-(\d+)/.exec(String(unit));
  return digits === null ? count * unit : Number((count * unit).toFixed(digits[1]?.length ?? Number(digits[2])));
}

/** What the value is a multiple of; 1 for whole numbers. */
function stepOf(checks: readonly CheckDefinition[]): number | undefined {
  let step: number | undefined;
  for (const def of checks) {
    const unit = def.check === "multiple_of" ? Number(def.value) : isWhole(def) ? 1 : undefined;
    if (unit === undefined) continue;
    step = step === undefined || unit % step === 0 ? unit : step % unit === 0 ? step : step * unit;
  }
  return step;
}

function isWhole(def: CheckDefinition): boolean {
  return def.check === "number_format" && /int/.test(def.format);
}

/** A bigint as the checks of a schema want it. */
export function bigint(schema: AnySchema, source: Source): bigint {
  const checks = checkDefinitions(schema);
  const bounds = boundsOf<bigint>(checks);
  const least = bounds.min === undefined ? undefined : bounds.min + (bounds.minIncluded ? 0n : 1n);
  const most = bounds.max === undefined ? undefined : bounds.max - (bounds.maxIncluded ? 0n : 1n);
  const min = least ?? (most === undefined || most >= 0n ? 0n : most - BigInt(SPREAD));
  const max = most ?? min + BigInt(SPREAD);
  const unit = checks.map((def) => def.check === "multiple_of" ? BigInt(def.value) : 1n)
    .reduce((one, other) => one * other, 1n);
  const first = min > 0n ? (min + unit - 1n) / unit : min / unit;
  return source.bigint(first, max < 0n ? (max - unit + 1n) / unit : max / unit) * unit;
}

/** A date as the checks of a schema want it: from the years 2000 to 2029, or within a year of the one bound that is given. */
export function date(schema: AnySchema, source: Source): Date {
  const bounds = boundsOf<Date>(checkDefinitions(schema));
  const least = bounds.min?.getTime();
  const most = bounds.max?.getTime();
  const min = least ?? (most === undefined ? Date.UTC(2000) : most - YEAR);
  const max = most ?? (least === undefined ? Date.UTC(2030) - 1 : least + YEAR);
  return new Date(source.integer(min, max));
}

function boundsOf<T>(checks: readonly CheckDefinition[]): Bounds<T> {
  const bounds: Bounds<T> = { min: undefined, max: undefined, minIncluded: true, maxIncluded: true };
  for (const def of checks) {
    if (def.check === "greater_than" && (bounds.min === undefined || (def.value as number) >= (bounds.min as number))) {
      bounds.min = def.value as T;
      bounds.minIncluded = def.inclusive;
    } else if (
      def.check === "less_than" && (bounds.max === undefined || (def.value as number) <= (bounds.max as number))
    ) {
      bounds.max = def.value as T;
      bounds.maxIncluded = def.inclusive;
    }
  }
  return bounds;
}

/** Both bounds, with what is excluded left out in steps of a unit. */
function closed(bounds: Bounds<number>, spread: number, unit: number): [number, number] {
  const least = bounds.min === undefined ? undefined : bounds.min + (bounds.minIncluded ? 0 : unit);
  const most = bounds.max === undefined ? undefined : bounds.max - (bounds.maxIncluded ? 0 : unit);
  const reach = spread * Math.max(1, unit);
  return [least ?? (most === undefined || most > 0 ? 0 : most - reach), most ?? Math.max(least ?? 0, 0) + reach];
}
