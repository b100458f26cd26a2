import { Replace } from "../events/event.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { WriteOptions } from "../types/options.ts";
import { WriteRules } from "../relations/rules.ts";
import { checkLinkRule } from "./link-rule.ts";
import { runLifecycle, settleStored, type Surroundings } from "./lifecycle.ts";
import { guardedById, missed, nextRevision } from "./revision.ts";
import type { DocumentState } from "./state.ts";
import { checkWriteOptions } from "./write-options.ts";
import type { WriteLinked } from "./write-linked.ts";
import { send, type WriteStatement } from "./write-statement.ts";

/** What happens around every replacement. */
export const REPLACING: Surroundings = { events: [Replace], validates: true };

/**
 * Puts the whole instance in the place of the stored document.
 *
 * @param linked as for inserts
 */
export async function replaceDocument<D extends DocumentState>(
  document: D,
  model: ModelRuntime,
  options: WriteOptions,
  linked?: WriteLinked,
): Promise<D> {
  checkWriteOptions(model.name, options, linked && ["linkRule"]);
  checkLinkRule(model.name, options.linkRule, WriteRules);
  const replace = async () => {
    const count = await send(replacement(document, model, options), model, options);
    if (count === 0) throw await missed(document, model, "replace", options);
  };
  const write = linked === undefined ? replace : () => linked(document, options, true, replace);
  await runLifecycle(document, model, options, REPLACING, write);
  return document;
}

function replacement(document: DocumentState, model: ModelRuntime, options: WriteOptions): WriteStatement {
  const revision = nextRevision(model);
  return {
    kind: "update",
    document,
    filter: guardedById(document, model, options),
    update: (whole) => whole,
    carries: true,
    revision,
    settle: (written) => settleStored(document, model, revision, written),
  };
}
