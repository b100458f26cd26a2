import { before } from "node:test";
import { z } from "zod";
import { Document, init } from "../../mod.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

/** A model as services have it: texts, and places that take anything. */
export class User extends Document({
  name: z.string(),
  age: z.int().default(1),
  tags: z.array(z.string()).default([]),
  extra: z.any().optional(),
  notes: z.record(z.string(), z.any()).default({}),
  lists: z.array(z.any()).default([]),
  address: z.object({ city: z.string(), more: z.looseObject({}).optional() }).optional(),
}) {
  static settings = { name: "users" };
}

/** Ids that may be anything. */
export class Anything extends Document({ id: z.any(), name: z.string() }) {
  static settings = { name: "anything" };
}

/** Data that has operators for keys, as stored queries have. */
export class Rule extends Document({ name: z.string(), query: z.any() }) {
  static settings = { name: "rules", allowDollarKeys: true };
}

/** Fields that the model does not name are kept. */
export class Keeper extends Document({ name: z.string() }) {
  static settings = { name: "keepers", unknownFields: "keep" as const };
}

/** A database of its own for a test file, with the models bound to it. */
export function attacked(name: string): TestDatabase {
  const at = testDatabase(`security_${name}`);
  before(() => init({ database: at.database, documentModels: [User, Anything, Rule, Keeper] }));
  return at;
}

/** Only these users are stored afterwards. */
export async function twoUsers(): Promise<User[]> {
  await User.deleteAll();
  const users = [new User({ name: "ann", extra: 1 }), new User({ name: "bob", extra: { a: 1 } })];
  await User.insertMany(users);
  return users;
}

/** A class without its types, as JavaScript has it: for calls that TypeScript refuses. */
// deno-lint-ignore no-explicit-any
export function untyped(value: unknown): any {
  return value;
}
