// What `node:test` of Deno 2.7 lacks: hooks outside of a suite, and one test of a suite after another. `npm run test:compat` puts this in the place of
// node:test by an import map.
import { describe as suite, test as single, type TestContext } from "node:test";

type Hook = () => unknown;
type Body = (context: TestContext) => unknown;

/** The part of Deno's global that is used here. */
declare const Deno: { test: { afterAll(hook: Hook): void } };

/** What a suite, or the file, wants to be run before its tests. */
interface Hooks {
  /** Before the first one; taken out when they ran. */
  readonly first: Hook[];
  readonly each: Hook[];
}

/** Those of the file, then those of each suite around the place that is being declared. */
const around: Hooks[] = [{ first: [], each: [] }];
const ends: Hook[] = [];
let last: Promise<unknown> = Promise.resolve();

Deno.test.afterAll(async () => {
  for (const hook of ends) await hook();
});

/** A suite; its function runs at once. */
export function describe(name: string, body: () => void): void {
  suite(name, () => {
    around.push({ first: [], each: [] });
    try {
      body();
    } finally {
      around.pop();
    }
  });
}

/** A test, which runs when those before it have ended. */
export function test(name: string, body: Body): void {
  const hooks = [...around];
  single(name, (context) => {
    const run = last.then(async () => {
      for (const { first } of hooks) for (const hook of first.splice(0)) await hook();
      for (const { each } of hooks) for (const hook of each) await hook();
      await body(context);
    });
    last = run.catch(() => {});
    return run;
  });
}

/** Runs before the tests of the suite, or of the file. */
export function before(hook: Hook): void {
  around.at(-1)!.first.push(hook);
}

/** Runs when the tests of the file have ended, those that were declared last first. */
export function after(hook: Hook): void {
  ends.unshift(hook);
}

/** Runs before each test of the suite, or of the file. */
export function beforeEach(hook: Hook): void {
  around.at(-1)!.each.push(hook);
}
