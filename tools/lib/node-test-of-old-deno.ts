// What `node:test` of Deno 2.7 lacks: hooks outside of a suite. `npm run test:compat` puts this in the place of node:test by an import map.
import {
  after as afterSuite,
  before as beforeSuite,
  beforeEach as beforeEachOfSuite,
  describe as suite,
  test,
} from "node:test";

type Hook = () => void | Promise<void>;

/** The part of Deno's global that is used here. */
declare const Deno: { test: Readonly<Record<"beforeAll" | "afterAll" | "beforeEach", (hook: Hook) => void>> };

let depth = 0;

/** A suite; its function runs at once. */
export function describe(name: string, body: () => void): void {
  suite(name, () => {
    depth++;
    try {
      body();
    } finally {
      depth--;
    }
  });
}

/** Runs before the tests of the suite, or of the file. */
export function before(hook: Hook): void {
  (depth > 0 ? beforeSuite : Deno.test.beforeAll)(hook);
}

/** Runs after the tests of the suite, or of the file. */
export function after(hook: Hook): void {
  (depth > 0 ? afterSuite : Deno.test.afterAll)(hook);
}

/** Runs before each test of the suite, or of the file. */
export function beforeEach(hook: Hook): void {
  (depth > 0 ? beforeEachOfSuite : Deno.test.beforeEach)(hook);
}

export { test };
