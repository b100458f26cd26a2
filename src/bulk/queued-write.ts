import type { Operation } from "../client/operation.ts";
import type { Session } from "../client/session.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { NotSupported } from "../errors/not-supported.ts";
import type { Plan } from "../transfer/plan.ts";
import { Splice } from "../transfer/splice.ts";
import { refuseUndefined } from "./refuse-undefined.ts";

/** @internal What the layer above has to do around a write that waits in a writer. */
export interface WriteHooks {
  /** Changes the instance; called after the commit, when the write was made. */
  settle?(): void;
  /** Called before the document is encoded; what it gives is called afterwards. */
  encoding?(): () => void;
  /** The instance that the write is for. */
  readonly document?: object;
  /** The revision that it stores. */
  readonly revision?: string | undefined;
  /** The one document that an update is for, when it matters whether it was found. */
  readonly target?: Target | undefined;
  /** The update is a delete that marks documents as deleted. */
  readonly marks?: boolean;
  /** They run one after another when the commit is over and the write was made. */
  readonly after: (() => Promise<void>)[];
}

/** One document, as stored. */
export interface Target {
  readonly id: unknown;
  /** A field and the value that only this write gave it; undefined: that the document is there says enough. */
  readonly proof?: { readonly field: string; readonly value: unknown } | undefined;
  /** The error of a write that met a document which somebody else had changed; undefined when that is none. */
  readonly conflict?: ((stored: Readonly<Record<string, unknown>>) => Error | undefined) | undefined;
  /** Called for a write that met a document which is already as it wanted: its instance takes over what is stored. */
  readonly met?: (stored: Readonly<Record<string, unknown>>) => void;
}

/** Statements of one form can share a command. */
export type Form = "insert" | "update" | "replace" | "save" | "delete" | "upsert";

/** A write in the queue of a bulk writer. */
export interface QueuedWrite {
  readonly form: Form;
  /** The write as it would be sent alone. */
  readonly operation: Operation;
  /** Its statement; for documents that go with it without them. */
  readonly statement: Readonly<Record<string, unknown>>;
  readonly document?: object | undefined;
  readonly plan: Plan | null;
  readonly hooks: WriteHooks;
  /** Of an upsert: inserts the document, when nothing matched. */
  readonly insert?: (() => Promise<unknown>) | undefined;
}

const STATEMENTS = { insert: "documents", update: "updates", delete: "deletes" } as const;
const OF_THE_WRITER: readonly string[] = ["writeConcern", "comment", "bypassDocumentValidation", "signal", "session"];

/** Takes an operation with one statement apart. */
export function queuedWrite(
  operation: Operation,
  session: Session | undefined,
  hooks: WriteHooks,
  insert?: () => Promise<unknown>,
): QueuedWrite {
  const { command, documents } = operation;
  const kind = kindOf(operation);
  checkOptions(operation, kind, session);
  const document = documents?.values[0];
  const plan = documents?.plan ?? null;
  if (kind === "insert") return { form: "insert", operation, statement: {}, document, plan, hooks };
  const [statement] = command[STATEMENTS[kind]] as [Record<string, unknown>];
  const { u, ...rest } = statement;
  const label = operation.model ?? "The write";
  refuseUndefined(rest, label);
  if (kind === "delete") return { form: kind, operation, statement, plan: null, hooks };
  if (document === undefined) {
    refuseUndefined(u, label);
    const form = insert === undefined ? kind : "upsert";
    return { form, operation, statement, plan: null, hooks, insert };
  }
  if (u instanceof Splice) return { form: "replace", operation, statement: rest, document, plan, hooks };
  const { $set: _, ...changes } = u as Record<string, unknown>;
  return { form: "save", operation, statement: { ...rest, u: changes }, document, plan, hooks };
}

function kindOf({ command, model }: Operation): keyof typeof STATEMENTS {
  const [name] = Object.keys(command);
  if (name === "insert" || name === "update" || name === "delete") return name;
  throw new NotSupported(
    `${
      model ?? "The write"
    }: a write that is sorted, or answers with the document, can not wait in a bulk writer: the server has it as a command of its own. Leave sort(...) and ` +
      "responseType(...) out, or run it without the writer.",
    { model },
  );
}

function checkOptions(operation: Operation, kind: keyof typeof STATEMENTS, session: Session | undefined): void {
  const { command, signal, timeoutMS, model } = operation;
  const given: Record<string, unknown> = { ...command, signal, timeoutMS };
  if (operation.session !== session) given.session = operation.session;
  const known: readonly string[] = [kind, STATEMENTS[kind], "ordered"];
  const name = Object.keys(given).find((option) => given[option] !== undefined && !known.includes(option));
  if (name === undefined) return;
  const advice = OF_THE_WRITER.includes(name)
    ? `it belongs to the writer: bulkWriter({ ${name} })`
    : "it would count for the other writes of the command as well. Run this one without the writer";
  throw new InvalidArgument(`${model ?? "The write"}: a write in a bulk writer has no ${name} of its own, ${advice}.`, {
    code: "bulk.option",
    path: name,
    model,
  });
}
