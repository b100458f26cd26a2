import { InvalidArgument } from "../errors/invalid-argument.ts";
import { isPlainObject } from "../expression/plain-object.ts";
import { isModel, type ModelClassLike, modelOf, type ModelRuntime } from "../schema/model.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { Buildable, FactoryOptions } from "./factory-types.ts";
import { Factory } from "./factory.ts";

const OPTIONS: readonly string[] = ["seed", "values", "optional"] satisfies (keyof FactoryOptions<unknown>)[];
const OPTIONAL: readonly unknown[] = ["some", "none", "all"] satisfies FactoryOptions<unknown>["optional"][];

/** How many factories of a model chose no seed. */
const unseeded = new WeakMap<ModelRuntime, number>();

/**
 * Documents of a model for tests, made from its schema: valid by all of its checks, the same ones for the same seed, none with a value that a unique index
 * forbids. It draws values from fast-check, which has to be installed beside Haricot.
 *
 * Checks that are code (`refine`, `z.custom`) are tried; where nothing is found that passes, the error names model and field, and the test gives the value.
 *
 * @throws {InvalidArgument} for what is no class of documents, and for options that there are not
 * @example
 * ```ts
 * const products = factory(Product, { seed: 7 });
 * const product = products.build({ price: 4 });
 * const stored = await products.createMany(20, (index) => ({ name: `Tea ${index}` }));
 * ```
 */
export function factory<D, I>(model: Buildable<D, I>, options: FactoryOptions<I> = {}): Factory<D, I> {
  const type = model as unknown as ModelClassLike;
  if (!isModel(type) || modelOf(type).isUnion) {
    throw invalid(
      isModel(type)
        ? `${type.name} is a union: make a factory for each of its members`
        : `it takes a class made by Document({ ... }), View({ ... }) or Model({ ... }); found ${describeValue(model)}`,
    );
  }
  if (!isPlainObject(options)) throw invalid("its options are an object: factory(Product, { seed: 7 })");
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) {
    throw invalid(`"${unknown}" is no option. There are: ${OPTIONS.join(", ")}; fields go into values`);
  }
  const { seed = nextSeed(modelOf(type).origin), optional = "some", values } = options as FactoryOptions<I>;
  if (!Number.isSafeInteger(seed)) throw invalid(`a seed is a whole number; found ${describeValue(seed)}`);
  if (!OPTIONAL.includes(optional)) {
    throw invalid(`optional is "some", "none" or "all"; found ${describeValue(optional)}`);
  }
  const made = new Factory<D, I>(type, { seed, optional, values: [] });
  return values === undefined ? made : made.with(values);
}

function nextSeed(model: ModelRuntime): number {
  const seed = (unseeded.get(model) ?? 0) + 1;
  unseeded.set(model, seed);
  return seed;
}

function invalid(what: string): InvalidArgument {
  return new InvalidArgument(`factory() can not start: ${what}.`, { code: "testing.options" });
}
