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
  const above = error.path === undefined || error.path === "" ? [] : [error.path];
  if (error.issues.length === 0) {
    const expected = error.expected === undefined ? "does not fit the schema" : `expected ${error.expected}`;
    return [{
      path: above.join("."),
      message: error.found === undefined ? expected : `${expected}, found ${error.found}`,
    }];
  }
  return error.issues.map(({ path, message }) => ({ path: [...above, ...path.map(String)].join("."), message }));
}
