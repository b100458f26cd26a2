import { runDocument } from "../../src/client/run.ts";
import { storedId } from "../../src/document/identity.ts";
import type { DocumentState } from "../../src/document/state.ts";
import { updateDocument } from "../../src/document/update.ts";
import { ValidationError } from "../../src/errors/validation-error.ts";
import type { SentUpdate } from "../../src/expression/merge-changes.ts";
import { literally } from "../../src/expression/predicate.ts";
import { isPlainObject } from "../../src/expression/plain-object.ts";
import type { ModelRuntime } from "../../src/schema/model.ts";
import { REVISION_FIELD } from "../../src/schema/revision-field.ts";
import { Refusal } from "../refusal.ts";
import type { Registry } from "../registry.ts";
import { fromNode } from "../values/from-node.ts";
import type { ValueNode } from "../values/node.ts";
import { toNode } from "../values/to-node.ts";
import { readOnlyReason } from "../model-fields.ts";
import { type DocumentAnswer, findStored, type Found, getDocument, revisionNode } from "./get.ts";
import { inputOf } from "./input.ts";
import { type Change, patchOf } from "./patch.ts";
import { changedInstance } from "./findings.ts";
import { instanceOf, issuesOf } from "./rows.ts";

/** What of an instance is called here; a class of the user's may have methods of its own in their places. */
interface Writable extends DocumentState {
  insert(options: { signal: AbortSignal }): Promise<unknown>;
  delete(options: { signal: AbortSignal }): Promise<{ deletedCount: number }>;
  hardDelete(options: { signal: AbortSignal }): Promise<{ deletedCount: number }>;
  restore(options: { signal: AbortSignal }): Promise<unknown>;
}

/** Which document is meant, and what of it the page has seen. */
export interface Target {
  readonly model: string;
  readonly id: ValueNode;
  readonly revision?: ValueNode | null;
}

/** Changes a document at some places, after its model has agreed to the whole of it. The actions of an update run around it. */
export async function updateStored(
  registry: Registry,
  target: Target & { readonly changes: readonly Change[] },
  signal: AbortSignal,
): Promise<DocumentAnswer> {
  const found = await findForWriting(registry, target, signal);
  const { owner, stored, ownerName } = found;
  const { after, update } = patchOf(stored, target.changes, fixedNames(owner));
  if (Object.keys(update).length > 0) {
    const document = changedInstance(owner, stored, after) as Writable;
    await updateDocument(document, owner, { call: "update", update: update as SentUpdate, options: { signal } });
  }
  return await getDocument(registry, ownerName, target.id, signal);
}

/** Makes a document of what the page has, as `new Product(input).insert()` does. */
export async function insertNew(
  registry: Registry,
  { model: name, document: node }: { readonly model: string; readonly document: ValueNode },
  signal: AbortSignal,
): Promise<DocumentAnswer> {
  const model = registry.model(name);
  if (!model.isStored || model.isUnion) throw new Refusal("readOnly", `${name} has no documents of its own to add.`);
  const stored = fromNode(node, name);
  if (!isPlainObject(stored)) throw new Refusal("request", "A document is an object.");
  const Class = model.documentClass as unknown as new (input: unknown) => Writable;
  const document = checked(model, () => new Class(inputOf(model, stored)));
  await document.insert({ signal });
  return await getDocument(registry, name, toNode(storedId(document, model)), signal);
}

/** What happens to a document that is to go. */
export type Removal = "delete" | "hardDelete" | "withoutActions";

export async function removeStored(
  registry: Registry,
  target: Target & { readonly how: Removal },
  signal: AbortSignal,
): Promise<{ deleted: number }> {
  const { owner, stored } = await findForWriting(registry, target, signal);
  if (target.how === "withoutActions") return await removeBare(owner, stored._id, signal);
  const document = checked(owner, () => instanceOf(owner, stored)) as Writable;
  const isHard = owner.softDeletes && target.how === "hardDelete";
  const { deletedCount } = await (isHard ? document.hardDelete({ signal }) : document.delete({ signal }));
  return { deleted: deletedCount };
}

/** Takes the mark of deletion off. */
export async function restoreStored(registry: Registry, target: Target, signal: AbortSignal): Promise<DocumentAnswer> {
  const { owner, ownerName, stored } = await findForWriting(registry, target, signal);
  if (!owner.softDeletes) throw new Refusal("request", `${ownerName} does not mark documents as deleted.`);
  await (checked(owner, () => instanceOf(owner, stored)) as Writable).restore({ signal });
  return await getDocument(registry, ownerName, target.id, signal);
}

async function findForWriting(registry: Registry, target: Target, signal: AbortSignal): Promise<Found> {
  const reason = readOnlyReason(registry.model(target.model));
  if (reason !== null) throw new Refusal("readOnly", reason);
  const found = await findStored(registry, target.model, target.id, signal);
  const { owner, stored } = found;
  if (owner.settings.useRevision && JSON.stringify(target.revision ?? null) !== JSON.stringify(revisionNode(stored))) {
    throw new Refusal(
      "conflict",
      "The document was changed by somebody else since this page read it: its revision is another one. Load it again and repeat the change.",
    );
  }
  return found;
}

/** What is not the user's: the key, the revision, and what says of which class a document is. */
function fixedNames(model: ModelRuntime): ReadonlySet<string> {
  const { family, settings } = model;
  const names = ["_id", ...(settings.useRevision ? [REVISION_FIELD] : [])];
  return new Set(family === undefined ? names : [...names, family.classId]);
}

/** A document that its model can not read has no instance whose actions could run. */
async function removeBare(owner: ModelRuntime, id: unknown, signal: AbortSignal): Promise<{ deleted: number }> {
  const { database, collection } = owner.binding();
  const deletes = [{ q: { _id: literally(id) }, limit: 1 }];
  const { n } = await runDocument({ database, command: { delete: collection, deletes }, signal });
  return { deleted: Number(n) };
}

function checked<T>(model: ModelRuntime, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    throw new Refusal("validation", `${model.name} refuses the document.`, { issues: issuesOf(error) });
  }
}
