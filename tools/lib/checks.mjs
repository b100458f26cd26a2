import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cargoCounts, cargoNotRun, typeTestCounts } from "./counts.mjs";
import { filesBelow, npmProgram, root } from "./project.mjs";
import { run } from "./run.mjs";

const deno = npmProgram("deno");

/** Rust: format, lints, tests against the server. */
export async function checkRust(steps, { uri }) {
  const cargo = (...args) => () => run("cargo", args);
  await steps.step("rust", "cargo fmt --check", cargo("fmt", "--all", "--check"));
  await steps.step(
    "rust",
    "cargo clippy",
    cargo("clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"),
  );
  await steps.step("rust", "cargo test", async () => {
    const { code, output } = await run("cargo", ["test", "--workspace", "--no-fail-fast"], {
      env: { HARICOT_TEST_URI: uri },
    });
    return { code, counts: cargoCounts(output), notRun: cargoNotRun(output) };
  });
}

/** TypeScript: types in both checkers, type tests, lint, format, rules of imports, docstrings. */
export async function checkTypeScript(steps) {
  const sources = [
    "mod.ts",
    "operators.ts",
    "migrations.ts",
    "testing.ts",
    "opentelemetry.ts",
    "src",
    "ffi",
    "native",
    "cli",
    "studio",
    "tests",
    "examples",
    "bench",
  ].flatMap((path) => path.endsWith(".ts") ? [path] : filesBelow(path, ".ts"));
  let typeErrors = "";
  await steps.step("checks", "tsc", async () => {
    const { code, output } = await run(npmProgram("tsc"), ["-p", ".", "--pretty", "false"]);
    typeErrors = output;
    return { code };
  });
  const typeTests = filesBelow("tests/types", ".ts");
  if (typeTests.length > 0) {
    const texts = typeTests.map((path) => readFileSync(join(root, path), "utf8"));
    const counts = typeTestCounts(texts, typeErrors);
    await steps.step(
      "types",
      "type tests (judged by tsc)",
      () => Promise.resolve({ code: counts.failed === 0 ? 0 : 1, counts }),
    );
  }
  await steps.step("checks", "deno check", () => run(deno, ["check", "--quiet", ...sources]));
  await steps.step("checks", "deno lint", () => run(deno, ["lint", "--quiet"]));
  await steps.step("checks", "deno fmt --check", () => run(deno, ["fmt", "--check", "--quiet"]));
  await steps.step("checks", "rules of imports", () => run(process.execPath, ["tools/check-imports.mjs"]));
  await steps.step("checks", "docstrings of all public names", () => run(process.execPath, ["tools/check-docs.mjs"]));
}
