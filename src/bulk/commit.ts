import { prepareDocument } from "../client/run.ts";
import { reportOf } from "../client/write-report.ts";
import { DuplicateKeyError } from "../errors/duplicate-key-error.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { WriteFailure } from "../errors/bulk-write-error.ts";
import { type Group, groupsOf, operationOf, type SharedOptions } from "./group.ts";
import { inDocument } from "./in-document.ts";
import { missedBy } from "./missed.ts";
import { Outcome, type Reply } from "./outcome.ts";
import type { QueuedWrite } from "./queued-write.ts";

type Send = () => Promise<Record<string, unknown>>;

/** The commands of a writer, ready to be sent. */
export interface Commit {
  readonly groups: readonly Group[];
  readonly sends: readonly Send[];
}

/**
 * Encodes all that is to be written, before anything is sent.
 *
 * @throws {ValidationError} for a document that does not fit its model, with its position in the writer
 */
export function prepareCommit(writes: readonly QueuedWrite[], options: SharedOptions): Commit {
  const groups = groupsOf(writes, options.ordered);
  return { groups, sends: groups.map((group) => encode(group, options)) };
}

function encode(group: Group, options: SharedOptions): Send {
  const restores = group.writes.flatMap(({ hooks }) => hooks.encoding === undefined ? [] : [hooks.encoding()]);
  try {
    return prepareDocument(operationOf(group, options));
  } catch (error) {
    throw inWriter(error, group);
  } finally {
    for (const restore of restores) restore();
  }
}

/** Sends the commands one after another; in order, it stops at the first failure. Instances settle as their writes are made. */
export async function runCommit({ groups, sends }: Commit, options: SharedOptions): Promise<Outcome> {
  const outcome = new Outcome();
  for (const [at, group] of groups.entries()) {
    if (options.ordered && outcome.failures.length > 0) break;
    try {
      if (group.writes[0]!.form === "upsert") await upsert(group, sends[at]!, outcome);
      else await runGroup(group, sends[at]!, options, outcome);
    } catch (error) {
      outcome.interruption = { error };
      break;
    }
  }
  return outcome;
}

async function runGroup(group: Group, send: Send, options: SharedOptions, outcome: Outcome): Promise<void> {
  const { failures, reply } = await attempt(send, outcome);
  const failed = new Set(failures.map(({ index }) => index));
  const end = options.ordered && failed.size > 0 ? Math.min(...failed) : group.writes.length;
  const made = [...group.writes.keys()].filter((at) => at < end && !failed.has(at));
  outcome.add(group, reply, made);
  for (const failure of failures) outcome.failures.push(placed(failure, group));
  const missed = isShort(group, reply, made) ? await missedBy(group, made, options) : undefined;
  for (const at of made) {
    const write = group.writes[at]!;
    if (missed?.has(at) !== true) settle(write, outcome);
    else settleMissed(write, missed.get(at), group.positions[at]!, outcome);
  }
}

/** Runs a command; statements that failed, or a write concern that was not met, are no errors here. */
async function attempt(send: Send, outcome: Outcome): Promise<{ failures: readonly WriteFailure[]; reply: Reply }> {
  try {
    return { failures: [], reply: await send() as unknown as Reply };
  } catch (error) {
    const report = reportOf(error);
    if (report === undefined) throw error;
    outcome.addConcernErrors(report.concernErrors, error);
    return { failures: report.failures, reply: report };
  }
}

/** Fewer documents were found than there are updates of single ones. */
function isShort({ writes }: Group, { n }: Reply, made: readonly number[]): boolean {
  return writes[0]!.hooks.target !== undefined && n < made.length;
}

/** A document that is gone is no failure: the counts say so. One that somebody else changed is. */
function settleMissed(
  write: QueuedWrite,
  stored: Record<string, unknown> | undefined,
  index: number,
  outcome: Outcome,
): void {
  const { target, marks } = write.hooks;
  const error = stored === undefined ? undefined : target?.conflict?.(stored);
  if (error !== undefined) outcome.failures.push({ index, code: 0, message: error.message });
  else if (marks === true) {
    // As when it is sent alone: a delete that finds nothing to delete has been one.
    if (stored !== undefined) target?.met?.(stored);
    outcome.written.push(write);
  }
}

function settle(write: QueuedWrite, outcome: Outcome): void {
  write.hooks.settle?.();
  outcome.written.push(write);
}

/** An update with a document to insert where it matches none; a document that somebody else inserted meanwhile is updated then. */
async function upsert(group: Group, send: Send, outcome: Outcome): Promise<void> {
  const [write] = group.writes as [QueuedWrite], [position] = group.positions as [number];
  const matches = async (): Promise<boolean> => {
    const { failures, reply } = await attempt(send, outcome);
    outcome.add(group, reply, []);
    for (const failure of failures) outcome.failures.push(placed(failure, group));
    return failures.length > 0 || reply.n > 0;
  };
  if (await matches()) return;
  try {
    const inserted = await write.insert!() as { readonly id?: unknown };
    outcome.addInserted(position, inserted.id);
  } catch (error) {
    if (error instanceof DuplicateKeyError && await matches()) return;
    const report = reportOf(error);
    if (report === undefined) throw error;
    for (const failure of report.failures) outcome.failures.push(placed(failure, group));
  }
}

/** A failure with its position in the writer; the duplicate that stands for another revision says so. */
function placed(failure: WriteFailure, { writes, positions }: Group): WriteFailure {
  const { index, keyPattern } = failure;
  const target = writes[index]!.hooks.target;
  const error = Object.keys(keyPattern ?? {}).join() === "_id" ? target?.conflict?.({}) : undefined;
  return { ...failure, index: positions[index]!, message: error?.message ?? failure.message };
}

/** The error of a document that could not be encoded, told with its position in the writer and its path in the document. */
function inWriter(error: unknown, { positions }: Group): unknown {
  if (!(error instanceof ValidationError)) return error;
  const index = error.index === undefined ? undefined : positions[error.index];
  return inDocument(error, index);
}
