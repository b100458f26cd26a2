import { z } from "zod";
import { ValidationError, type ValidationIssue } from "../errors/validation-error.ts";
import type { AnyCheck, AnySchema } from "./zod.ts";

/** A step on a single value: gives the value to use, or throws a {@link ValidationError} that names the path. */
export type Step = (value: unknown, path: string) => unknown;

/** Runs Zod from the stored form to the model's. */
export function decoder(schema: AnySchema, model: string): Step {
  return step(model, (value) => z.safeDecode(schema as z.ZodType, value as never));
}

/** Runs Zod from the model's form to the stored one. */
export function encoder(schema: AnySchema, model: string): Step {
  return step(model, (value) => z.safeEncode(schema as z.ZodType, value as never));
}

/** Runs checks alone and leaves the value as it is. */
export function checker(checks: readonly AnyCheck[], model: string): Step {
  const schema = z.any().check(...checks);
  const run = step(model, (value) => z.safeParse(schema, value));
  return (value, path) => {
    run(value, path);
    return value;
  };
}

/** One step after the other; absent ones are skipped. */
export function chain(...steps: (Step | undefined)[]): Step | undefined {
  const present = steps.filter((one) => one !== undefined);
  if (present.length <= 1) return present[0];
  return (value, path) => present.reduce((at, one) => one(at, path), value);
}

function step(model: string, parse: (value: unknown) => z.ZodSafeParseResult<unknown>): Step {
  return (value, path) => {
    const result = attempt(parse, value, model, path);
    if (result.success) return result.data;
    throw validationError(result.error.issues, { model, path });
  };
}

/** Runs a parse and turns what Zod throws instead of reporting (asynchronous checks, one-way transforms, endless depth) into our error. */
function attempt<T>(parse: (value: unknown) => T, value: unknown, model: string, path: string): T {
  try {
    return parse(value);
  } catch (cause) {
    if (cause instanceof z.core.$ZodAsyncError) throw asynchronous(model, path, cause);
    if (cause instanceof z.core.$ZodEncodeError) {
      throw new ValidationError(
        { code: "validation.one_way", model, path, cause },
        `${model}.${path} can not be written: it holds a transform that runs one way only. Use z.codec() with decode and encode.`,
      );
    }
    if (cause instanceof RangeError && /call stack/i.test(cause.message)) {
      throw new ValidationError(
        { code: "guard.depth", model, path: path === "" ? undefined : path, cause },
        `${
          path === "" ? model : `${model}.${path}`
        } can not be validated: the value contains itself, or is nested far too deep.`,
      );
    }
    throw cause;
  }
}

/** Validates a whole input, for example a constructor's. */
export function parseInput(schema: AnySchema, input: unknown, model: string): Record<string, unknown> {
  const result = attempt((value) => z.safeParse(schema, value), input, model, "");
  if (result.success) return result.data as Record<string, unknown>;
  throw validationError(result.error.issues, { model });
}

function validationError(
  issues: readonly z.core.$ZodIssue[],
  place: { model: string; path?: string },
): ValidationError {
  const plain = issues.map(({ path, message, code }): ValidationIssue => ({ path: [...path], message, code }));
  const path = [place.path ?? "", commonPath(plain).join(".")].filter((part) => part !== "").join(".");
  return new ValidationError({ model: place.model, path: path === "" ? undefined : path, issues: plain });
}

/** The path down to where the findings part. */
function commonPath(issues: readonly ValidationIssue[]): string[] {
  const [first = [], ...others] = issues.map(({ path }) => path.map(String));
  const length = first.findIndex((step, at) => others.some((other) => other[at] !== step));
  return length < 0 ? first : first.slice(0, length);
}

function asynchronous(model: string, path: string, cause: unknown): ValidationError {
  return new ValidationError(
    { code: "validation.asynchronous", model, path: path === "" ? undefined : path, cause },
    `${path === "" ? model : `${model}.${path}`} has an asynchronous check or transform. Documents are validated ` +
      "synchronously: do asynchronous work in a method before the document is made or saved.",
  );
}
