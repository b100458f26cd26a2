import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { localCache } from "./project.mjs";

/** Writes the module from which tests learn of server and library: reading the environment would need a permission in Deno. */
export function writeTestEnvironment({ uri, library }) {
  mkdirSync(localCache, { recursive: true });
  const text = `/** Server under test. */\nexport const uri: string = ${JSON.stringify(uri)};\n` +
    `/** Path of the native library. */\nexport const library: string = ${JSON.stringify(library)};\n`;
  writeFileSync(join(localCache, "test-environment.ts"), text);
}
