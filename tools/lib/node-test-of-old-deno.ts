// What `node:test` of Deno 2.7 lacks: hooks outside of a suite, and one test of a suite after another. `npm run test:compat` puts this in the place of
// node:test by an import map.
import {
  after as afterSuite,
  before as beforeSuite,
  describe as suite,
  test as single,
  type TestContext,
} from "node:test";

type Hook = () => unknown;
type Body = (context: TestContext) => unknown;

/** The part of Deno's global that is used here. */
declare const Deno: { test: Readonly<Record<"beforeAll" | "afterAll", (hook: Hook) => void>> };

/** What runs before each test: that of the file, then that of each suite around the place that is being declared. */
const eachHooks: Hook[][] = [[]];
let last: Promise<unknown> = Promise.resolve();

/** A suite; its function runs at once. */
export function describe(name: string, body: () => void): void {
  suite(name, () => {
    eachHooks.push([]);
    try {
      body();
    } finally {
      eachHooks.pop();
    }
  });
}

/** A test, which runs when those before it have ended. */
export function test(name: string, body: Body): void {
  const hooks = [...eachHooks];
  single(name, (context) => {
    const run = last.then(async () => {
      for (const hook of hooks.flat()) await hook();
      await body(context);
    });
    last = run.catch(() => {});
    return run;
  });
}

/** Runs before the tests of the suite, or of the file. */
export function before(hook: Hook): void {
  if (eachHooks.length > 1) beforeSuite(async () => void await hook());
  else Deno.test.beforeAll(hook);
}

/** Runs after the tests of the suite, or of the file. */
export function after(hook: Hook): void {
  if (eachHooks.length > 1) afterSuite(async () => void await hook());
  else Deno.test.afterAll(hook);
}

/** Runs before each test of the suite, or of the file. */
export function beforeEach(hook: Hook): void {
  eachHooks.at(-1)!.push(hook);
}
