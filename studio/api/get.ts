import { openCursor } from "../../src/client/cursor.ts";
import { literally } from "../../src/expression/predicate.ts";
import { isPlainObject } from "../../src/expression/plain-object.ts";
import { linkPlaces } from "../../src/relations/link-places.ts";
import { modelOf, type ModelRuntime } from "../../src/schema/model.ts";
import { REVISION_FIELD } from "../../src/schema/revision-field.ts";
import { DELETED_AT } from "../../src/schema/soft-delete.ts";
import { DBRef } from "../../src/values/db-ref.ts";
import { Refusal } from "../refusal.ts";
import type { Registry } from "../registry.ts";
import { fromNode } from "../values/from-node.ts";
import type { ValueNode } from "../values/node.ts";
import { toNode, unlimited } from "../values/to-node.ts";
import { readOnlyReason } from "../model-fields.ts";
import { problemsOf, type StoredDocument, storedRows } from "./rows.ts";

/** What of a document is sent to the page: the rest of very large ones is cut, and can not be edited there. */
const DOCUMENT = { text: 100_000, entries: 2_000, nodes: 20_000 };

/** A document for the page. */
export interface DocumentAnswer {
  readonly id: ValueNode;
  /** The model that it is of. */
  readonly model: string;
  readonly document: ValueNode;
  readonly problem: string | null;
  readonly readOnly: string | null;
  readonly deleted: boolean;
  /** Of a model with revisions: the one that was read. */
  readonly revision: ValueNode | null;
  /** References of the document: where they stand, in stored names, and where they lead. */
  readonly links: readonly { readonly path: readonly string[]; readonly model: string; readonly id: ValueNode }[];
  /** The models that may lead here, by which field. */
  readonly incoming: readonly { readonly model: string; readonly field: string }[];
}

/** A stored document, and the model that it is of. */
export interface Found {
  readonly owner: ModelRuntime;
  readonly ownerName: string;
  readonly stored: StoredDocument;
}

/** @throws {Refusal} when there is no such document, or no model of the studio's has it */
export async function findStored(
  registry: Registry,
  name: string,
  id: ValueNode,
  signal: AbortSignal,
): Promise<Found> {
  const model = registry.model(name);
  const { database, collection } = model.binding();
  const filter = { _id: literally(fromNode(id, "id")) };
  const command = { find: collection, filter, limit: 1, singleBatch: true };
  const [stored] = await openCursor({ database, command, signal }, storedRows).toArray();
  if (stored === undefined) {
    throw new Refusal("missing", `There is no document with this id in "${collection}" (any more).`);
  }
  const owner = registry.owner(model, stored);
  const ownerName = owner === undefined ? undefined : registry.nameOf(owner);
  if (owner === undefined || ownerName === undefined) {
    throw new Refusal("missing", `The document in "${collection}" is of none of the classes of ${name}.`);
  }
  return { owner, ownerName, stored };
}

export async function getDocument(
  registry: Registry,
  name: string,
  id: ValueNode,
  signal: AbortSignal,
): Promise<DocumentAnswer> {
  return describeDocument(registry, await findStored(registry, name, id, signal));
}

export function describeDocument(registry: Registry, { owner, ownerName, stored }: Found): DocumentAnswer {
  return {
    id: toNode(stored._id, unlimited()),
    model: ownerName,
    document: toNode(stored, { ...DOCUMENT }),
    problem: problemsOf(owner, [stored], registry)[0]!,
    readOnly: readOnlyReason(owner),
    deleted: owner.softDeletes && stored[DELETED_AT.stored] instanceof Date,
    revision: owner.settings.useRevision ? revisionNode(stored) : null,
    links: linksOf(registry, owner, stored),
    incoming: registry.incoming(owner).flatMap(({ model, path }) => {
      const from = registry.nameOf(model);
      return from === undefined ? [] : [{ model: from, field: path }];
    }),
  };
}

/** The revision of a stored document as the page keeps it, null where it has none. */
export function revisionNode(stored: StoredDocument): ValueNode {
  return toNode(stored[REVISION_FIELD] ?? null, unlimited());
}

function linksOf(registry: Registry, owner: ModelRuntime, stored: StoredDocument): DocumentAnswer["links"] {
  return linkPlaces(owner).flatMap(({ link, steps }) => {
    if (link.direction !== "forward") return [];
    const model = registry.nameOf(modelOf(link.target()));
    if (model === undefined) return [];
    const found: { path: string[]; model: string; id: ValueNode }[] = [];
    const visit = (value: unknown, at: number, path: string[]): void => {
      if (Array.isArray(value)) return value.forEach((entry, index) => visit(entry, at, [...path, String(index)]));
      if (at < steps.length) {
        if (!isPlainObject(value)) return;
        const spreads = steps[at - 1]?.spread.includes("record") === true;
        const holders = spreads ? Object.entries(value) : [["", value] as const];
        for (const [key, holder] of holders) {
          if (!isPlainObject(holder)) continue;
          const { stored: name } = steps[at]!;
          visit(holder[name], at + 1, spreads ? [...path, key, name] : [...path, name]);
        }
        return;
      }
      if (isPlainObject(value) && steps.at(-1)!.spread.includes("record")) {
        for (const [key, entry] of Object.entries(value)) visit(entry, at, [...path, key]);
        return;
      }
      if (value === null || value === undefined || found.length >= 500) return;
      const id = value instanceof DBRef ? value.$id : value;
      found.push({ path, model, id: toNode(id, unlimited()) });
    };
    visit(stored, 0, []);
    return found;
  });
}
