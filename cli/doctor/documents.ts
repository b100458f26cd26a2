import type { Database } from "../../src/client/database.ts";
import { inspectSample } from "../../src/document/inspect-sample.ts";
import { readState } from "../../src/document/read-state.ts";
import { boundClass } from "../../src/document/using.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import { type ModelClassLike, modelOf } from "../../src/schema/model.ts";
import type { InspectionError } from "../../src/types/inspection.ts";
import { failure, type Finding, ok } from "./finding.ts";

/** What a sample of a model's documents showed. */
interface SampledModel {
  readonly model: string;
  /** How many were looked at. */
  readonly documents: number;
  /** How many of them the model can not read. */
  readonly unreadable: number;
  /** The same by path; the empty path is a document's own code. */
  readonly paths: Readonly<Record<string, number>>;
}

/**
 * Whether the models can read what is stored.
 *
 * @param size how many documents of each model to look at
 */
export async function checkDocuments(
  classes: readonly ModelClassLike[],
  database: Database,
  size: number,
  signal: AbortSignal,
): Promise<Finding> {
  const found: SampledModel[] = [];
  for (const one of classes.filter((candidate) => modelOf(candidate).isStored)) {
    const model = modelOf(boundClass(one, database));
    const { documents, errors } = await inspectSample(model, readState(model, "inspectCollection", { signal }), size);
    found.push({ model: model.name, documents, unreadable: errors.length, paths: byPath(errors) });
  }
  const total = found.reduce((sum, { documents }) => sum + documents, 0);
  const bad = found.filter(({ unreadable }) => unreadable > 0);
  const details = { sample: size, models: found };
  if (bad.length === 0) return ok(`${total} of them were looked at, and all can be read`, details);
  return failure(
    `reading fails: ${bad.map(textOf).join("; ")}`,
    "Model.inspectCollection() lists them with the reasons; change the model, or the documents by a migration",
    details,
  );
}

function byPath(errors: readonly InspectionError[]): Record<string, number> {
  const counts: Record<string, number> = Object.create(null);
  for (const { error } of errors) {
    // Places in lists and records differ from document to document; what is wrong is the same.
    const path = error instanceof ValidationError ? (error.path ?? "").replaceAll(/\.\d+(?=\.|$)/g, ".*") : "";
    counts[path] = (counts[path] ?? 0) + 1;
  }
  return counts;
}

function textOf({ model, documents, unreadable, paths }: SampledModel): string {
  const list = Object.entries(paths).sort(([, one], [, other]) => other - one).map(([path, count]) =>
    `${path === "" ? "code of the class" : path} ${count}`
  );
  return `${model}: ${unreadable} of ${documents} (${list.join(", ")})`;
}
