import { InvalidArgument } from "../errors/invalid-argument.ts";
import { TestingError } from "../errors/testing-error.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import { insertDocuments } from "../document/insert-many.ts";
import { type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { OverridesFor } from "./factory-types.ts";
import type { OptionalFields } from "./generate/context.ts";
import { drawn } from "./generate/source.ts";
import { type Made, Making } from "./making.ts";
import { seedOf } from "./seed.ts";
import { UniqueValues } from "./unique-values.ts";

/** How often another document is made when a unique index has the values already. */
const TRIES = 200;

/** @internal What a factory makes its documents of. */
export interface FactorySettings<I> {
  readonly seed: number;
  readonly optional: OptionalFields;
  readonly values: readonly OverridesFor<I>[];
}

/** @internal What factories have in common that come from one by `with`. */
interface Progress {
  made: number;
  readonly unique: Map<ModelRuntime, UniqueValues>;
}

/**
 * Makes documents of a model for tests, from its schema. `D` is the document, `I` what its constructor takes.
 *
 * What a call is given goes before what is made; it is taken as it is, an object in part. A function is called with the position of the document among
 * those of the factory, from 0.
 */
export class Factory<D, I> {
  readonly #model: ModelClassLike;
  readonly #settings: FactorySettings<I>;
  readonly #progress: Progress;

  /** Use `factory`. */
  constructor(
    model: ModelClassLike,
    settings: FactorySettings<I>,
    progress: Progress = { made: 0, unique: new Map() },
  ) {
    this.#model = model;
    this.#settings = settings;
    this.#progress = progress;
  }

  /**
   * The same factory with further values for all documents. Both count on together, so that unique fields stay unique.
   *
   * @example `const admins = users.with({ role: "admin" });`
   */
  with(values: OverridesFor<I>): Factory<D, I> {
    checkValues(values);
    const settings = { ...this.#settings, values: [...this.#settings.values, values] };
    return new Factory(this.#model, settings, this.#progress);
  }

  /**
   * A document that is valid and was not stored. What its required links lead to is made, too; fields whose default is always the same have it.
   *
   * @throws {TestingError} `testing.not_generated` for a field that no value can be made for, with its path
   * @throws {InvalidArgument} for a field that there is not
   */
  build(values?: OverridesFor<I>): D {
    return this.#make(values).document as D;
  }

  /** Several of them. */
  buildMany(count: number, values?: OverridesFor<I>): D[] {
    return this.#makeMany(count, values).map(({ document }) => document as D);
  }

  /** What the constructor takes for such a document, for tests of what calls it. */
  input(values?: OverridesFor<I>): I {
    return this.#make(values).input as I;
  }

  /** A document that is stored, after those that were made for its links. */
  async create(values?: OverridesFor<I>): Promise<D> {
    return (await this.createMany(1, values))[0]!;
  }

  /** Several of them; they are sent together. */
  async createMany(count: number, values?: OverridesFor<I>): Promise<D[]> {
    const all = this.#makeMany(count, values);
    const groups = new Map<ModelClassLike, object[]>();
    for (const linked of all.flatMap(({ linked }) => linked)) {
      const type = linked.constructor as ModelClassLike;
      const group = groups.get(type);
      if (group === undefined) groups.set(type, [linked]);
      else group.push(linked);
    }
    for (const [type, documents] of groups) await insertDocuments(type, modelOf(type), documents, {});
    const documents = all.map(({ document }) => document);
    await insertDocuments(this.#model, modelOf(this.#model), documents, {});
    return documents as D[];
  }

  #makeMany(count: number, values: OverridesFor<I> | undefined): Made[] {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw invalid(`the number of documents is a whole number from 0 on; found ${describeValue(count)}`);
    }
    return Array.from({ length: count }, () => this.#make(values));
  }

  #make(values: OverridesFor<I> | undefined): Made {
    checkValues(values);
    const index = this.#progress.made++;
    const given: Record<string, unknown> = {};
    for (const one of [...this.#settings.values, values ?? {}]) {
      Object.assign(given, typeof one === "function" ? one(index) : one);
    }
    const { seed, optional } = this.#settings;
    const { name } = modelOf(this.#model);
    let taken: string | undefined;
    for (let tries = 0; tries < TRIES; tries++) {
      const made = drawn(
        seedOf(seed, name, index, tries),
        (source) => new Making(source, optional, this.#uniqueOf).make(this.#model, given),
      );
      // What the test says itself is for the server to judge.
      if (made.taken === undefined || Object.hasOwn(given, made.taken.split(".")[0]!)) return made;
      taken = made.taken;
    }
    throw new TestingError(
      "testing.not_generated",
      `The factory can not make another value for ${name}.${taken}, which has a unique index: no value is left that no other document of the factory has. ` +
        `Give one: build({ ${taken}: ... }).`,
      { model: name, path: taken },
    );
  }

  readonly #uniqueOf = (model: ModelRuntime): UniqueValues => {
    const { unique } = this.#progress;
    let known = unique.get(model);
    if (known === undefined) unique.set(model, known = new UniqueValues(model));
    return known;
  };
}

function checkValues(values: unknown): void {
  if (values === undefined || typeof values === "function" || isPlainObject(values)) return;
  throw invalid(`values are an object of fields, or a function that gives one; found ${describeValue(values)}`);
}

function invalid(what: string): InvalidArgument {
  return new InvalidArgument(`The factory can not make that: ${what}.`, { code: "testing.options" });
}
