import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { HaricotError } from "../src/errors/haricot-error.ts";
import { InvalidArgument } from "../src/errors/invalid-argument.ts";
import { RevisionIdWasChanged } from "../src/errors/revision-id-was-changed.ts";
import { ValidationError } from "../src/errors/validation-error.ts";
import { explainQuery } from "./api/explain.ts";
import { getDocument } from "./api/get.ts";
import { listIndexes } from "./api/indexes.ts";
import { listDocuments } from "./api/list.ts";
import { listModels } from "./api/models.ts";
import { change } from "./api/patch.ts";
import { issuesOf } from "./api/rows.ts";
import { insertNew, removeStored, restoreStored, updateStored } from "./api/write.ts";
import { servePage } from "./files.ts";
import { queryRequest } from "./query/request.ts";
import { type Issue, Refusal } from "./refusal.ts";
import type { Registry } from "./registry.ts";
import { ownHost, ownOrigin, secureHeaders, withToken } from "./security.ts";
import { valueNode } from "./values/from-node.ts";

/** What the studio is made of. */
export interface StudioOptions {
  readonly registry: Registry;
  /** Name of the database, to be shown. */
  readonly database: string;
  readonly token: string;
  /** Nothing can be changed. */
  readonly readOnly: boolean;
  /** Where the server listens; asked for late, as the system may choose it. */
  readonly port: () => number;
  /** Takes out of messages what nobody is to see. */
  readonly redact: (text: string) => string;
}

/** The largest request: a document of the server's limit, with its types. */
const BODY_LIMIT = 64 * 1024 * 1024;

const target = { model: z.string(), id: valueNode, revision: valueNode.nullish() };
const requests = {
  models: z.strictObject({}),
  list: queryRequest,
  explain: queryRequest,
  indexes: z.strictObject({ model: z.string() }),
  get: z.strictObject({ model: z.string(), id: valueNode }),
  update: z.strictObject({ ...target, changes: z.array(change).max(1000) }),
  insert: z.strictObject({ model: z.string(), document: valueNode }),
  remove: z.strictObject({ ...target, how: z.enum(["delete", "hardDelete", "withoutActions"]) }),
  restore: z.strictObject(target),
};

/** The studio as a handler of requests: the page, and what it asks for. */
export function studioApp(options: StudioOptions): Hono {
  const { registry, readOnly, token, port, database } = options;
  const app = new Hono();
  app.onError((error, context) => answerError(context, error, options.redact));
  app.notFound((context) => context.json({ error: { kind: "missing", message: "There is nothing here." } }, 404));
  app.use(secureHeaders, ownHost(port));
  servePage(app);
  app.use("/api/*", ownOrigin, withToken(token), bodyLimit({ maxSize: BODY_LIMIT, onError: tooLarge }));

  const answer = <K extends keyof typeof requests>(
    name: K,
    work: (request: z.infer<(typeof requests)[K]>, signal: AbortSignal) => Promise<unknown>,
  ): void => {
    app.post(`/api/${name}`, async (context) => {
      const request = requests[name].parse(await bodyOf(context)) as z.infer<(typeof requests)[K]>;
      return context.json(await work(request, context.req.raw.signal) as object);
    });
  };
  const change_ =
    <T, R>(work: (request: T, signal: AbortSignal) => Promise<R>) => (request: T, signal: AbortSignal) => {
      if (!readOnly) return work(request, signal);
      throw new Refusal("readOnly", "The studio was started with --read-only: nothing can be changed.");
    };

  answer("models", async (_, signal) => ({ database, readOnly, models: await listModels(registry, signal) }));
  answer("list", (request, signal) => listDocuments(registry, request, signal));
  answer("explain", (request, signal) => explainQuery(registry, request, signal));
  answer("indexes", ({ model }, signal) => listIndexes(registry, model, signal));
  answer("get", ({ model, id }, signal) => getDocument(registry, model, id, signal));
  answer("update", change_((request, signal) => updateStored(registry, request, signal)));
  answer("insert", change_((request, signal) => insertNew(registry, request, signal)));
  answer("remove", change_((request, signal) => removeStored(registry, request, signal)));
  answer("restore", change_((request, signal) => restoreStored(registry, request, signal)));
  return app;
}

/** Only JSON: what a form of another page could send without being asked about is none. */
async function bodyOf(context: Context): Promise<unknown> {
  if (context.req.header("content-type")?.split(";")[0] !== "application/json") {
    throw new Refusal("request", "A request is JSON.");
  }
  try {
    return await context.req.json();
  } catch {
    throw new Refusal("request", "The request is no JSON.");
  }
}

function tooLarge(): never {
  throw new Refusal("request", "The request is too large.");
}

function answerError(context: Context, error: unknown, redact: (text: string) => string): Response {
  const { status, body } = errorAnswer(error);
  const text = redact(JSON.stringify({ error: body }));
  return context.body(text, status, { "content-type": "application/json" });
}

interface ErrorBody {
  readonly kind: string;
  /** Of Haricot's own errors. */
  readonly code?: string;
  readonly message: string;
  readonly issues?: readonly Issue[];
}

function errorAnswer(error: unknown): { status: 400 | 401 | 403 | 404 | 409 | 422 | 500; body: ErrorBody } {
  if (error instanceof Refusal) {
    const { kind, message, issues, status } = error;
    return { status, body: { kind, message, issues } };
  }
  if (error instanceof z.ZodError) {
    const issues = error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
    return { status: 400, body: { kind: "request", message: "The request is not as the page makes them.", issues } };
  }
  if (error instanceof ValidationError) {
    const { code, message } = error;
    return { status: 422, body: { kind: "validation", code, message, issues: issuesOf(error) } };
  }
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof HaricotError ? { code: error.code } : {};
  if (error instanceof RevisionIdWasChanged) return { status: 409, body: { kind: "conflict", ...code, message } };
  if (error instanceof InvalidArgument) return { status: 422, body: { kind: "value", ...code, message } };
  return { status: 500, body: { kind: "failed", ...code, message } };
}
