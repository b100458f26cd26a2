/** How many tests passed, failed and did not run. */
export const NONE = { passed: 0, failed: 0, notRun: 0 };

/** @returns the sum of counts */
export function sum(counts) {
  return counts.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, notRun: a.notRun + b.notRun }),
    NONE,
  );
}

/** Counts of a JUnit report, by its test cases. Deno lists a group as a case of its own, before those in it ("group > case"): it is no test. */
export function junitCounts(xml) {
  const cases = [...xml.matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)].map((
    [, attributes, body],
  ) => ({
    name: /\bname="([^"]*)"/.exec(attributes)?.[1] ?? "",
    body: body ?? "",
  }));
  const groups = new Set(cases.flatMap(({ name }) => {
    const parts = name.split(" &gt; ");
    return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join(" &gt; "));
  }));
  const counts = { ...NONE };
  for (const { name, body } of cases) {
    if (groups.has(name)) continue;
    if (/<(failure|error)\b/.test(body)) counts.failed++;
    else if (/<skipped\b/.test(body)) counts.notRun++;
    else counts.passed++;
  }
  return counts;
}

/** Counts of the output of `cargo test`, over all of its binaries. */
export function cargoCounts(output) {
  const lines = [...output.matchAll(/test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/g)];
  return sum(lines.map(([, passed, failed, notRun]) => ({ passed: +passed, failed: +failed, notRun: +notRun })));
}

/** The tests that `cargo test` did not run, each with its reason. */
export function cargoNotRun(output) {
  return [...output.matchAll(/^test (\S+) \.\.\. ignored(?:, (.+))?$/gm)].map((
    [, name, reason],
  ) => `${name} (${reason ?? "no reason given"})`);
}

/** The tests that a JUnit report lists as skipped. Neither runtime reports a reason there, so the name of a test may hold it. */
export function junitNotRun(xml) {
  return [...xml.matchAll(/<testcase\b([^>]*?)>\s*<skipped\b([^>]*)/g)].map(([, attributes, skipped]) => {
    const name = /\bname="([^"]*)"/.exec(attributes)?.[1] ?? "a test";
    if (name.includes("[not run: ")) return name;
    return `${name} (${/\bmessage="([^"]*)"/.exec(skipped)?.[1] ?? "no reason given"})`;
  });
}

/**
 * Counts of the type tests, which are checked by the compiler with everything else.
 * @param {string[]} sources texts of the type tests
 * @param {string} output errors of the compiler
 */
export function typeTestCounts(sources, output) {
  const assertions = sources.reduce((n, text) => n + [...text.matchAll(/\bis<|@ts-expect-error/g)].length, 0);
  const failed = [...output.matchAll(/^tests\/types\/[^\n]*error TS/gm)].length;
  return { passed: Math.max(0, assertions - failed), failed, notRun: 0 };
}
