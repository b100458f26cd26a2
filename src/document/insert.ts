import type { ModelRuntime } from "../schema/model.ts";
import { Insert } from "../events/event.ts";
import type { WriteOptions } from "../types/options.ts";
import { WriteRules } from "../relations/rules.ts";
import { checkLinkRule } from "./link-rule.ts";
import { runLifecycle, settleStored, type Surroundings } from "./lifecycle.ts";
import { nextRevision } from "./revision.ts";
import type { Snapshot } from "./snapshot/copy-rules.ts";
import type { DocumentState } from "./state.ts";
import { checkWriteOptions } from "./write-options.ts";
import type { WriteLinked } from "./write-linked.ts";
import { send } from "./write-statement.ts";

/** What happens around every insert. */
export const INSERTING: Surroundings = { events: [Insert], validates: true };

/**
 * Stores one new document.
 *
 * @param linked what to do about the documents that it links to, where the call knows `linkRule`
 */
export async function insertDocument<D extends DocumentState>(
  document: D,
  model: ModelRuntime,
  options: WriteOptions,
  linked?: WriteLinked,
): Promise<D> {
  checkWriteOptions(model.name, options, linked && ["linkRule"]);
  checkLinkRule(model.name, options.linkRule, WriteRules);
  const insert = () => {
    const revision = nextRevision(model);
    const settle = (written?: Snapshot) => settleStored(document, model, revision, written);
    return send({ kind: "insert", document, revision, settle }, model, options);
  };
  const write = linked === undefined ? insert : () => linked(document, options, false, insert);
  await runLifecycle(document, model, options, INSERTING, write);
  return document;
}
