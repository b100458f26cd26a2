import type { Operation, OperationDocuments } from "../client/operation.ts";
import type { QueuedWrite } from "./queued-write.ts";
import { statementPlan } from "./statement-plan.ts";

/** Writes that share a command, with their positions in the writer. */
export interface Group {
  readonly writes: QueuedWrite[];
  readonly positions: number[];
  /** The documents that go with it. */
  readonly documents: Set<object>;
}

/** Options that all commands of a writer have. */
export interface SharedOptions {
  readonly session?: Operation["session"];
  readonly signal?: Operation["signal"];
  readonly ordered: boolean;
  readonly bypassDocumentValidation?: boolean | undefined;
  readonly comment?: unknown;
  readonly writeConcern?: object | undefined;
}

/**
 * Writes in as few groups as can be: neighbours that can share a command when order counts, else all that can. (The server takes inserts,
 * updates and deletes in commands of their own; one for all comes with version 8.)
 */
export function groupsOf(writes: readonly QueuedWrite[], ordered: boolean): Group[] {
  const groups: Group[] = [];
  writes.forEach((write, position) => {
    const open = ordered ? groups.slice(-1) : groups;
    let group = open.findLast((candidate) => takes(candidate, write));
    if (group === undefined) groups.push(group = { writes: [], positions: [], documents: new Set() });
    group.writes.push(write);
    group.positions.push(position);
    if (write.document !== undefined) group.documents.add(write.document);
  });
  return groups;
}

function takes(group: Group, write: QueuedWrite): boolean {
  const first = group.writes[0]!;
  if (write.form === "upsert" || first.form !== write.form || first.plan !== write.plan) return false;
  return properties(first) === properties(write) && !repeats(group, write);
}

/** What writes of one command have in common beside their form, as bits. */
function properties({ operation, hooks }: QueuedWrite): number {
  const { allowDollarKeys, allowServerJavaScript, acceptsEmptyCriteria } = operation;
  const flags = [allowDollarKeys, allowServerJavaScript, acceptsEmptyCriteria, hooks.marks, hooks.target !== undefined];
  return flags.reduce((bits, flag) => bits * 2 + (flag === true ? 1 : 0), 0);
}

/** A document with a revision is encoded with the one that the write stores: it can stand in a command only once. */
function repeats({ documents }: Group, { hooks, document }: QueuedWrite): boolean {
  return hooks.encoding !== undefined && document !== undefined && documents.has(document);
}

/** The one command of a group. */
export function operationOf({ writes }: Group, options: SharedOptions): Operation {
  const { form, operation, plan } = writes[0]!;
  const kind = form === "insert" || form === "delete" ? form : "update";
  const command: Record<string, unknown> = { [kind]: operation.command[kind], ordered: options.ordered };
  if (options.bypassDocumentValidation !== undefined && kind !== "delete") {
    command.bypassDocumentValidation = options.bypassDocumentValidation;
  }
  if (options.comment !== undefined) command.comment = options.comment;
  if (options.writeConcern !== undefined) command.writeConcern = options.writeConcern;
  const documents: OperationDocuments = form === "insert"
    ? { plan, values: writes.map(({ document }) => document!), statements: "documents" }
    : { ...statementsOf(writes), statements: `${kind}s` };
  return { ...operation, command, documents, session: options.session, signal: options.signal };
}

function statementsOf(writes: readonly QueuedWrite[]): { plan: OperationDocuments["plan"]; values: object[] } {
  const { form, plan } = writes[0]!;
  switch (form) {
    case "replace":
      return {
        plan: statementPlan(form, plan!),
        values: writes.map(({ statement, document }) => ({ ...statement, u: document })),
      };
    case "save":
      return {
        plan: statementPlan(form, plan!),
        values: writes.map(({ statement, document }) => ({
          ...statement,
          u: { ...statement.u as object, $set: document },
        })),
      };
    default:
      return { plan: null, values: writes.map(({ statement }) => statement) };
  }
}
