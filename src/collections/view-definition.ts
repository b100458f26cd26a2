import { isPlainObject } from "../expression/plain-object.ts";
import { isModel, modelOf, type ModelRuntime } from "../schema/model.ts";
import { invalidSetting } from "../schema/settings.ts";
import { Submission } from "../transfer/submission.ts";

/** What makes a view: where it reads, and how. */
export interface ViewDefinition {
  /** Name of the collection or view in the same database. */
  readonly viewOn: string;
  readonly pipeline: readonly object[];
}

/**
 * What a view declares.
 *
 * @throws {InvalidArgument} for a source that is none, and a pipeline that is no list of stages
 */
export function viewDefinition(model: ModelRuntime): ViewDefinition {
  const { source, pipeline } = model.settings;
  if (!Array.isArray(pipeline) || !pipeline.every(isPlainObject)) {
    throw invalidSetting(model.name, "pipeline", "expected a list of stages, as in [{ $match: { stock: 0 } }]");
  }
  return { viewOn: sourceOf(model, source), pipeline };
}

/** Whether two definitions are the same: stages, and the keys in them, count in their order. */
export function isSameView(one: ViewDefinition, other: ViewDefinition): boolean {
  return one.viewOn === other.viewOn && encoded(one.pipeline) === encoded(other.pipeline);
}

function sourceOf(model: ModelRuntime, source: unknown): string {
  if (typeof source === "string" && source !== "") return source;
  if (isModel(source)) {
    const origin = modelOf(source);
    if (origin.isStored || origin.isView) return origin.collection;
  }
  throw invalidSetting(
    model.name,
    "source",
    "expected a class made by Document(...) or View(...), or the name of a collection",
  );
}

/** As it goes to the engine: with the types of values, and the keys in their order. */
function encoded(pipeline: readonly object[]): string {
  return String(Submission.of({ pipeline }).bytes());
}
