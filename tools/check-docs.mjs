// Every name that the entry points export, and every type that those mention, has a docstring: `deno doc --lint` over the entries of jsr.json.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { z } from "zod";
import { npmProgram, root } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";

const entries = Object.values(JSON.parse(readFileSync(join(root, "jsr.json"), "utf8")).exports);
const { code, output } = await run(npmProgram("deno"), ["doc", "--lint", ...entries], {
  env: { NO_COLOR: "1" },
  quiet: true,
});
const findings = output.split(/\n(?=error\[)/).filter((text) => text.startsWith("error["));
const ours = findings.filter((text) => !isForeign(text));
for (const finding of ours) console.error(finding);
if (code !== 0 && findings.length === 0) console.error(output);
const passed = ours.length === 0 && (code === 0 || findings.length > 0);
if (!passed) {
  console.error(
    "Write a docstring for each; a type that users need not know, or a member for the layers above, is marked @internal.",
  );
}
process.exitCode = passed ? 0 : 1;

/** Other packages document their own types; on JSR they are none of this one's. */
function isForeign(finding) {
  const name = /references private type '(\w+)'/.exec(finding)?.[1];
  const file = /^ *--> (.+?):\d+:\d+$/m.exec(finding)?.[1];
  if (name === undefined || file === undefined) return false;
  const imports = readFileSync(file, "utf8").matchAll(/^import ([^;]+?) from "([^".][^"]*)";$/gm);
  return [...imports].some(([, names, from]) =>
    new RegExp(`\\b${name}\\b`).test(names) || (from === "zod" && Object.hasOwn(z, name))
  );
}
