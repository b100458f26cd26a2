// The tasks of MongoDB's "ODM Performance Benchmark" (specifications, source/benchmarking/odm-benchmarking.md): one document
// after the other, scored in megabytes a second. Its 10 000 operations are scaled down; the score does not depend on them.
import type { Model } from "./contender.ts";
import type { Outcome, Request } from "./protocol.ts";
import { odmLarge, odmNested, odmSmall, type Plain } from "./shapes.ts";
import type { Models } from "./timed.ts";

const load = { "odm-small": odmSmall, "odm-large": odmLarge, "odm-nested": odmNested };
/** The fields that the update and find tasks use: of the flat documents, of the nested one, and within its list. */
const updated = { "odm-small": "field1", "odm-large": "field1", "odm-nested": "embedded_str_doc_1.field1" };
const nestedField = "embedded_str_doc_1.field2";
const listField = "embedded_str_doc_array.field1";

function sampleOf(request: Request): Plain {
  return load[request.shape as keyof typeof load](request.odmFolder);
}

async function stored(model: Model, input: Plain, count: number): Promise<unknown[]> {
  const documents: unknown[] = [];
  for (let n = 0; n < count; n++) {
    const document = model.construct(input);
    await model.insertOne(document);
    documents.push(document);
  }
  return documents;
}

async function create({ written }: Models, request: Request): Promise<Outcome> {
  const input = sampleOf(request);
  const times: number[] = [];
  for (let n = 0; n <= request.samples; n++) {
    const start = performance.now();
    await stored(written, input, request.operations);
    if (n > 0) times.push(performance.now() - start);
  }
  return { times, count: request.operations * (request.samples + 1), sum: 0 };
}

async function update({ written }: Models, request: Request): Promise<Outcome> {
  const documents = await stored(written, sampleOf(request), request.operations);
  const path = updated[request.shape as keyof typeof updated];
  const times: number[] = [];
  for (let n = 0; n <= request.samples; n++) {
    const start = performance.now();
    for (const document of documents) await written.updateDocument(document, path, `changed ${n}`);
    if (n > 0) times.push(performance.now() - start);
  }
  return { times, count: documents.length, sum: 0 };
}

async function findWith(model: Model, request: Request, find: (id: unknown) => Promise<unknown>): Promise<Outcome> {
  const documents = await stored(model, sampleOf(request), request.operations);
  const ids = documents.map((document) => model.idOf(document));
  const times: number[] = [];
  let found = 0;
  for (let n = 0; n <= request.samples; n++) {
    found = 0;
    const start = performance.now();
    for (const id of ids) if (await find(id)) found++;
    if (n > 0) times.push(performance.now() - start);
  }
  return { times, count: found, sum: 0 };
}

function valueAt(document: Plain, path: string): string {
  return path.split(".").reduce<Plain>(
    (value, key) => (Array.isArray(value) ? value[0] : value)[key],
    document,
  ) as unknown as string;
}

export const odmTasks: Record<string, (models: Models, request: Request) => Promise<Outcome>> = {
  "odm-create": create,
  "odm-update": update,
  "odm-find": ({ written }, request) => findWith(written, request, (id) => written.findOne(id)),
  "odm-find-nested": ({ written }, request) => {
    const value = valueAt(sampleOf(request), nestedField);
    return findWith(written, request, (id) => written.findBy(id, nestedField, value));
  },
  "odm-find-list": ({ written }, request) => {
    const value = valueAt(sampleOf(request), listField);
    return findWith(written, request, (id) => written.findBy(id, listField, value));
  },
};
