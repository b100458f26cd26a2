import type { ChangeEvent, UpdateDescription } from "../client/change-event.ts";
import type { SentEvent } from "../client/change-stream.ts";
import { readLocally } from "../client/local-reading.ts";
import { decodeValue } from "../expression/decode-value.ts";
import { setOwn } from "../expression/plain-object.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { modelPath } from "./model-path.ts";
import { plainNumbers } from "./plain-numbers.ts";

/**
 * An event of a model's collection: documents are instances, names and values those of the model.
 *
 * @param sent read with exact numbers
 * @throws {ValidationError} for a document that does not fit the model
 */
export function modelEvent(model: ModelRuntime, { _id, ...sent }: SentEvent): ChangeEvent<object> {
  const event: Record<string, unknown> = { resumeToken: _id };
  for (const [name, value] of Object.entries(sent)) setOwn(event, name, part(model, name, value));
  return event as unknown as ChangeEvent<object>;
}

function part(model: ModelRuntime, name: string, value: unknown): unknown {
  switch (name) {
    case "fullDocument":
    case "fullDocumentBeforeChange":
      return value === null ? null : documentOf(model, value as object);
    case "documentKey":
      return keyOf(model, plainNumbers(value) as Record<string, unknown>);
    case "updateDescription":
      return descriptionOf(model, plainNumbers(value) as UpdateDescription);
    default:
      return plainNumbers(value);
  }
}

function documentOf(model: ModelRuntime, stored: object): object {
  const rows = model.family === undefined ? model.rows() : model.mixture.rows;
  return readLocally(model.binding().database.client.engine, rows, [stored])[0]!;
}

function keyOf(model: ModelRuntime, { _id, ...shardKey }: Record<string, unknown>): object {
  return { id: decodeValue(model.field("id"), _id, "_id"), ...shardKey };
}

function descriptionOf(model: ModelRuntime, sent: UpdateDescription): UpdateDescription {
  const updatedFields: Record<string, unknown> = {};
  for (const [stored, value] of Object.entries(sent.updatedFields)) {
    const { path, field } = modelPath(model, stored);
    setOwn(updatedFields, path, decodeValue(field, value, stored));
  }
  const removedFields = sent.removedFields.map((stored) => modelPath(model, stored).path);
  const { truncatedArrays } = sent;
  if (truncatedArrays === undefined) return { ...sent, updatedFields, removedFields };
  const shortened = truncatedArrays.map(({ field, newSize }) => ({ field: modelPath(model, field).path, newSize }));
  return { ...sent, updatedFields, removedFields, truncatedArrays: shortened };
}
