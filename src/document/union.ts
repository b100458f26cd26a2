import { InvalidArgument } from "../errors/invalid-argument.ts";
import { NotSupported } from "../errors/not-supported.ts";
import { UnionHasNoRegisteredDocs } from "../errors/union-has-no-registered-docs.ts";
import { isModel, type ModelClassLike, modelOf, registerModel } from "../schema/model.ts";
import { declareUnion } from "../schema/unions.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { AnyClass } from "../types/classes.ts";
import type { UnionClass } from "../types/unions.ts";
import { instanceRows } from "./hydration.ts";
import { readingStatics } from "./reading-statics.ts";
import { unionShape } from "./union-shape.ts";
import { originOf } from "./using.ts";

/**
 * The base class of a union: documents of classes that have nothing else in common, stored in one collection and read together. Each member reads
 * and writes its own documents only; the union reads all of them, as instances of their classes.
 *
 * @param members the classes; they need not be initialised yet, and are not initialised by the union
 * @throws {UnionHasNoRegisteredDocs} for an empty list
 * @example
 * ```ts
 * class Anything extends UnionDoc([Category, Tree]) {
 *   static settings = { name: "things" } satisfies UnionSettings;
 * }
 * const found = await Anything.find(Category.title.eq("x")); // (Category | Tree)[]
 * ```
 */
export function UnionDoc<const M extends readonly AnyClass[]>(members: M): UnionClass<M[number]["prototype"]> {
  const classes = checkedMembers(members);
  const base = class {
    constructor() {
      throw new NotSupported(
        `${new.target.name} is a union and has no documents of its own: make one of ${
          classes.map(({ name }) => name).join(", ")
        }.`,
        { model: new.target.name },
      );
    }
  };
  Object.defineProperties(base, unionStatics);
  registerModel(base, {
    shape: unionShape(classes),
    stored: true,
    softDeletes: classes.some((member) => modelOf(member).softDeletes),
    union: declareUnion(classes),
    rows: instanceRows,
  });
  return base as unknown as UnionClass<M[number]["prototype"]>;
}

function checkedMembers(members: readonly unknown[]): ModelClassLike[] {
  const list: readonly unknown[] = Array.isArray(members) ? members : [];
  const wrong = Array.isArray(members) ? list.find((member) => !isMember(member)) : members;
  if (wrong !== undefined || new Set(list).size !== list.length) {
    const found = wrong === undefined
      ? "one of them twice"
      : typeof wrong === "function" && wrong.name !== ""
      ? wrong.name
      : describeValue(wrong);
    throw new InvalidArgument(
      `UnionDoc(...) takes a list of different classes made by Document(...): UnionDoc([Category, Tree]); found ${found}.`,
      { code: "argument.union" },
    );
  }
  if (list.length === 0) throw new UnionHasNoRegisteredDocs("UnionDoc([])");
  return list as ModelClassLike[];
}

function isMember(value: unknown): boolean {
  if (!isModel(value) || originOf(value) !== value) return false;
  const { isStored, isUnion } = modelOf(value);
  return isStored && !isUnion;
}

const READS = [
  "find",
  "findMany",
  "findAll",
  "all",
  "findOne",
  "get",
  "count",
  "exists",
  "aggregate",
  "bulkWriter",
  "using",
  "getSettings",
  "getCollectionName",
  "getCollection",
] as const;

const WRITES = ["insertOne", "insertMany", "replaceMany", "updateAll", "deleteAll"] as const;

const unionStatics: PropertyDescriptorMap = readingStatics("UnionDoc", READS, WRITES);
