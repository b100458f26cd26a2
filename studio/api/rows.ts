import { readLocally } from "../../src/client/local-reading.ts";
import type { Rows } from "../../src/client/operation.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import type { ModelRuntime } from "../../src/schema/model.ts";
import { readUntyped } from "../../src/transfer/read-untyped.ts";
import type { Issue } from "../refusal.ts";
import type { Registry } from "../registry.ts";

/** Documents as they are stored, every value with its exact type. */
export const storedRows: Rows<Record<string, unknown>> = {
  plan: null,
  read: (frame) => readUntyped(frame, { numbers: "exact" }),
};

export type StoredDocument = Record<string, unknown>;

/** The instance that the model makes of a stored document, as a query would, without the server. @throws {ValidationError} */
export function instanceOf(model: ModelRuntime, stored: StoredDocument): object {
  const { engine } = model.binding().database.client;
  return readLocally(engine, model.rows(), [stored])[0]!;
}

/** What a model has against each of some stored documents; null: it can read it. */
export function problemsOf(
  model: ModelRuntime,
  documents: readonly StoredDocument[],
  registry: Registry,
): (string | null)[] {
  return documents.map((stored) => {
    const owner = registry.owner(model, stored);
    if (owner === undefined) return `no class of ${model.name} is stored as this one`;
    try {
      instanceOf(owner, stored);
      return null;
    } catch (error) {
      if (error instanceof ValidationError) {
        return issuesOf(error).map(({ path, message }) => `${path}: ${message}`).join("; ");
      }
      throw error;
    }
  });
}

/** The findings of a validation, each with its place in the document. */
export function issuesOf(error: ValidationError): Issue[] {
  const { path = "", issues, expected, found } = error;
  if (issues.length === 0) {
    const wanted = expected === undefined ? "does not fit the schema" : `expected ${expected}`;
    return [{ path, message: found === undefined ? wanted : `${wanted}, found ${found}` }];
  }
  // The error's path goes down to where its findings part; theirs begin at the value that was validated.
  const shared = commonSteps(issues.map((issue) => issue.path.map(String))).join(".");
  const above = path.slice(0, path.length - shared.length).replace(/\.$/, "");
  return issues.map((issue) => ({
    path: [...(above === "" ? [] : [above]), ...issue.path.map(String)].join("."),
    message: issue.message,
  }));
}

function commonSteps(paths: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = paths;
  const length = first.findIndex((step, at) => others.some((other) => other[at] !== step));
  return length < 0 ? first : first.slice(0, length);
}
