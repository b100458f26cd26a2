// Where and with what a run was made.
import { readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

function version(name) {
  return JSON.parse(readFileSync(join(repository, "node_modules", name, "package.json"), "utf8")).version;
}

export function environment(started) {
  const processors = cpus();
  return {
    date: new Date(started).toISOString().slice(0, 10),
    minutes: Math.round((Date.now() - started) / 6000) / 10,
    machine: {
      system: `${type()} ${release()}`,
      processor: processors[0]?.model.trim() ?? "unknown",
      cores: processors.length,
      memoryGB: Math.round(totalmem() / 1e9),
    },
    versions: Object.fromEntries(["bun", "deno", "mongodb", "mongoose"].map((name) => [name, version(name)])),
  };
}
