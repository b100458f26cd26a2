import { bindAll, boundElsewhere } from "../document/bindings.ts";
import type { Target } from "../document/init-options.ts";
import { synchroniseIndexes } from "../indexes/change-indexes.ts";
import { modelOf, type ModelRuntime } from "../schema/model.ts";
import { invalidRun } from "./options.ts";
import type { MigrationOperation } from "./operation.ts";

/**
 * Binds the models of a step, and gives what undoes it. They may have one collection: a migration has an old model and a new one.
 *
 * @throws {InvalidArgument} when `init` bound one of them to another database: calls of the application would go to the wrong one meanwhile
 */
export function bindModels(operations: readonly MigrationOperation[], target: Target): () => void {
  const models = [...new Set(operations.flatMap((operation) => operation.models))].map(modelOf);
  for (const model of models) {
    const elsewhere = boundElsewhere(model, target);
    if (elsewhere !== undefined) {
      throw invalidRun(
        `${model.name} is bound to the database "${elsewhere}" and a migration of "${target.database.name}" uses it. Declare the models of a migration in ` +
          "its file, or run the migration before init(...)",
      );
    }
  }
  return bindAll(models, target);
}

/** Brings the indexes to what the models of a step declare, one model after another. Old models are on their way out: theirs do not count. */
export async function prepareIndexes(
  operations: readonly MigrationOperation[],
  { database }: Target,
  options: { readonly drop: boolean; readonly signal: AbortSignal | undefined },
): Promise<void> {
  for (const model of operations.flatMap(remainingModels)) {
    await synchroniseIndexes(model, { database, collection: model.collection }, options);
  }
}

function remainingModels(operation: MigrationOperation): ModelRuntime[] {
  const old = operation.kind === "iterative" && operation.from !== operation.to ? operation.from : undefined;
  return operation.models.filter((model) => model !== old).map(modelOf).filter(({ isView }) => !isView);
}
