import { InvalidArgument } from "../errors/invalid-argument.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { QueryState } from "../query/query-state.ts";
import { aggregateCommand, findCommand, matchStages } from "../query/read-command.ts";
import { LOOP_BATCH, readPages } from "../query/read-rows.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { InspectionError } from "../types/inspection.ts";
import { inspectOne, inspectPage, storedRows } from "./inspect-documents.ts";

/** What was found in a sample. */
export interface SampleInspection {
  /** How many documents were looked at: fewer than were asked for where there are fewer. */
  readonly documents: number;
  readonly errors: InspectionError[];
}

/**
 * Looks at documents of the collection that are taken at random. Their ids are chosen first: a document that can not be read untyped would end the
 * sample.
 *
 * @param size how many
 * @throws {InvalidArgument} for a size that is none
 */
export async function inspectSample(model: ModelRuntime, state: QueryState, size: unknown): Promise<SampleInspection> {
  if (!Number.isSafeInteger(size) || (size as number) < 1) {
    throw new InvalidArgument(
      `${model.name}.inspectCollection(...): "sample" is how many documents to look at, a whole number from 1; found ${
        describeValue(size)
      }.`,
      { code: "argument.options", path: "sample" },
    );
  }
  const pipeline = [...matchStages(state), { $sample: { size } }, { $project: { _id: 1 } }];
  const errors: InspectionError[] = [];
  let documents = 0;
  const command = aggregateCommand(state, pipeline, LOOP_BATCH);
  for await (const page of readPages(state, { command, rows: storedRows }).pages()) {
    documents += await inspectIds(model, state, page.map(({ _id }) => _id), errors);
  }
  return { documents, errors };
}

/** The number of those that are still there. */
async function inspectIds(
  model: ModelRuntime,
  state: QueryState,
  ids: readonly unknown[],
  errors: InspectionError[],
): Promise<number> {
  const command = findCommand({ ...state, filters: [{ _id: { $in: ids } }] }, undefined, 0, LOOP_BATCH);
  try {
    const found = await readPages(state, { command, rows: storedRows }).toArray();
    inspectPage(model, found, errors);
    return found.length;
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    for (const id of ids) await inspectOne(state, id, errors);
    return ids.length;
  }
}
