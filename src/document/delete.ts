import { Delete } from "../events/event.ts";
import type { ModelRuntime } from "../schema/model.ts";
import type { WriteOptions } from "../types/options.ts";
import type { DeleteResult } from "../types/results.ts";
import { byId } from "./identity.ts";
import { DeleteRules } from "../relations/rules.ts";
import { deleteLinked } from "./delete-linked.ts";
import { checkLinkRule } from "./link-rule.ts";
import { runLifecycle, type Surroundings } from "./lifecycle.ts";
import { type DocumentState, setStored } from "./state.ts";
import { checkWriteOptions } from "./write-options.ts";
import { send } from "./write-statement.ts";

/** What happens around every delete. */
export const DELETING: Surroundings = { events: [Delete] };

/** Removes the stored document; the instance is new again. That it was gone before is no error: the count says so;
 * while the delete waits in a bulk writer it is 0. */
export async function deleteDocument(
  document: DocumentState,
  model: ModelRuntime,
  options: WriteOptions,
): Promise<DeleteResult> {
  checkWriteOptions(model.name, options, ["linkRule"]);
  checkLinkRule(model.name, options.linkRule, DeleteRules);
  const { bypassDocumentValidation: _, linkRule: _rule, ...rest } = options;
  const deletedCount = await runLifecycle(document, model, options, DELETING, async () => {
    await deleteLinked(document, options);
    const settle = () => setStored(document, false);
    return send({ kind: "delete", document, filter: byId(document, model), settle }, model, rest);
  });
  return { deletedCount: deletedCount ?? 0 };
}
