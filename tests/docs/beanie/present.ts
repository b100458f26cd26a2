// What there is: the names that the modules export, and those of the members of classes and queries, read from themselves.
import { z } from "zod";
import * as haricot from "../../../mod.ts";
import * as migrations from "../../../migrations.ts";
import * as operators from "../../../operators.ts";
import { modelOf } from "../../../src/schema/model.ts";

class Product extends haricot.Document({ price: z.number() }) {}

/** What a document class with soft delete has, on itself and on its instances. */
function softDeleteMembers(): Set<string> {
  const factory = (haricot as { DocumentWithSoftDelete?: typeof haricot.Document }).DocumentWithSoftDelete;
  if (factory === undefined) return new Set();
  const base = factory({ price: z.number() });
  return membersOf(base, base.prototype);
}

/** What a class of a view has, on itself and on its rows. */
function viewMembers(): Set<string> {
  const base = haricot.View({ price: z.number() });
  return membersOf(base, base.prototype);
}

/** Names of all members up the prototype chain. */
function membersOf(...owners: unknown[]): Set<string> {
  const names = new Set<string>();
  for (const owner of owners) {
    for (let at = owner; at && at !== Object.prototype && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
      for (const name of Object.getOwnPropertyNames(at)) names.add(name);
    }
  }
  return names;
}

/** The names that an error about an unknown one lists. */
async function listed(attempt: () => unknown): Promise<string[]> {
  try {
    await attempt();
  } catch (error) {
    return /There are: (.+)\.$/.exec((error as Error).message)?.[1]?.split(", ") ?? [];
  }
  throw new Error("an unknown name was accepted");
}

const prefixed = (prefix: string, names: Iterable<string>): string[] => [...names].map((name) => `${prefix}.${name}`);

/** By section of docs/beanie.md the names that count there; `*` counts everywhere. */
export async function present(): Promise<Record<string, Set<string>>> {
  const unknown = { noSuchName: true } as never;
  const find = Product.find({ price: 1 });
  const update = find.set({ price: 2 });
  const updateOne = Product.findOne({ price: 1 }).set({ price: 2 });
  const statics = membersOf(Product);
  const instance = membersOf(Product.prototype);
  const writer = (haricot as { BulkWriter?: { prototype: object } }).BulkWriter?.prototype;
  const link = (haricot as { Link?: { prototype: object } }).Link;
  return {
    "*": new Set([
      ...Object.keys(haricot),
      ...Object.keys(migrations),
      ...prefixed("query", membersOf(find)),
      ...prefixed("updateOne", membersOf(updateOne)),
      ...prefixed("settings", Object.keys(modelOf(Product).settings)),
      ...prefixed("options", await listed(() => haricot.init(unknown))),
      ...prefixed("write", await listed(() => new Product({ price: 1 }).save(unknown))),
    ]),
    "Exports of `beanie`": new Set([...Object.keys(haricot), ...Object.keys(migrations)]),
    "Exports of `beanie.operators`": new Set(Object.keys(operators)),
    "Reading with a document class": statics,
    "Writing with a document class": statics,
    "Writing a document": instance,
    "Other members of a document": instance,
    "What a document class tells about itself": statics,
    "`DocumentWithSoftDelete`": softDeleteMembers(),
    "Queries for many documents": membersOf(find),
    "Queries for one document": membersOf(Product.findOne()),
    "Updates": membersOf(update, updateOne),
    "Deletes": membersOf(find.delete(), Product.findOne().delete()),
    "Aggregations": membersOf(Product.aggregate([])),
    "`View`": viewMembers(),
    "`UnionDoc`": new Set(["UnionDoc", ...membersOf(haricot.UnionDoc([Product]))]),
    "`Link`": membersOf(link, link?.prototype),
    "`BulkWriter`": membersOf(writer),
  };
}
