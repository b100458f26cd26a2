/** A model of a user, in a module of its own as programs have it. */
export const SHOP = `import { Document, indexed, type Settings } from "haricot";
import { z } from "zod";

export class Product extends Document({ name: indexed(z.string(), { unique: true }), price: z.number().positive() }) {
  static settings = { name: "products" } satisfies Settings;
}
`;

/** A test file of a user, for one of the runners. */
export function testFile(runner: "bun" | "deno" | "node"): string {
  const imports = {
    bun: `import { afterAll, beforeAll, beforeEach, test } from "bun:test";`,
    deno: `const { test } = Deno;`,
    node: `import { after as afterAll, before as beforeAll, beforeEach, test } from "node:test";`,
  }[runner];
  // Deno's own runner has no hooks without a package: there each test has its database.
  const hooks = `
let shared: TestDatabase;
beforeAll(async () => {
  shared = await testDatabase({ documentModels: [Product] });
});
beforeEach(() => shared.clear());
afterAll(() => shared.drop());
for (const name of ["first", "second"]) {
  test(name + " test of the file", async () => {
    equal(await Product.count(), 0);
    await products.createMany(10);
    equal(await Product.find(Product.price.gt(0)).count(), 10);
  });
}
`;
  const own = `
for (const name of ["first", "second"]) {
  test(name + " test", async () => {
    await using database = await testDatabase({ documentModels: [Product] });
    equal(await Product.count(), 0);
    await products.createMany(10);
    equal(await Product.count(), 10);
    equal(database.name.startsWith("test_"), true);
  });
}
`;
  return `${imports}
import { factory, testDatabase, type TestDatabase } from "haricot/testing";
import { Product } from "./shop.ts";

const products = factory(Product, { seed: 1 });

function equal(found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(\`found \${found}, expected \${expected}\`);
}
${runner === "deno" ? own : hooks}`;
}

/** A module that must compile, and whose wrong lines must not. */
export const TYPED = `import { factory, type Factory, testDatabase } from "haricot/testing";
import { Product } from "./shop.ts";

export const products: Factory<Product, ConstructorParameters<typeof Product>[0]> = factory(Product, { seed: 1 });
export const name: string = products.build({ price: 3 }).name;
export const counted = async (): Promise<number> => {
  await using _database = await testDatabase({ documentModels: [Product] });
  return await Product.count();
};
// @ts-expect-error a price is a number
products.build({ price: "3" });
`;

/** A program that makes documents in a database of its own; prints `3 true`. */
export function madeDocuments(address: string, haricot: string): string {
  return `import { Document } from "${haricot}";
import { factory, testDatabase } from "${haricot}/testing";
import { z } from "zod";

class Tea extends Document({ title: z.string(), price: z.number().positive() }) {}

await using _database = await testDatabase({ uri: "${address}", documentModels: [Tea] });
const teas = await factory(Tea, { seed: 1 }).createMany(3);
console.log(await Tea.count(), teas.every(({ price }) => price > 0));
`;
}
