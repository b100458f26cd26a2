import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "./exit-codes.ts";

/** What a project says once instead of at every call. */
export interface Config {
  uri?: string;
  db?: string;
  /** Folder of the migrations. */
  path?: string;
  /** Modules that export the models, for `indexes`. */
  models?: string | readonly string[];
  useTransaction?: boolean;
  allowIndexDropping?: boolean;
}

const TYPES: Readonly<Record<keyof Config, readonly string[]>> = {
  uri: ["string"],
  db: ["string"],
  path: ["string"],
  models: ["string", "list of strings"],
  useTransaction: ["boolean"],
  allowIndexDropping: ["boolean"],
};

const MODULES = ["haricot.config.ts", "haricot.config.mts", "haricot.config.js", "haricot.config.mjs"];
const MANIFESTS = ["package.json", "deno.json"];

/**
 * The configuration of the project in the working directory: the default export of `haricot.config.ts`, else the key `haricot` of `package.json`
 * or `deno.json`.
 *
 * @throws {UsageError} for keys that there are not and values of another type
 */
export async function readConfig(): Promise<Config> {
  const file = MODULES.find((name) => existsSync(resolve(name)));
  if (file !== undefined) {
    const module = await import(pathToFileURL(resolve(file)).href) as { default?: unknown };
    if (module.default === undefined) {
      throw new UsageError(`${file} has no default export: export default { uri: "..." }`);
    }
    return checked(file, module.default);
  }
  for (const name of MANIFESTS) {
    const found = existsSync(resolve(name)) ? keyOf(name, readFileSync(resolve(name), "utf8")) : undefined;
    if (found !== undefined) return checked(`${name}, key "haricot"`, found);
  }
  return {};
}

function keyOf(name: string, text: string): unknown {
  // A manifest may have comments, which is no business of ours while it has no such key.
  if (!text.includes('"haricot"')) return undefined;
  try {
    return (JSON.parse(text) as { haricot?: unknown }).haricot;
  } catch (error) {
    throw new UsageError(`${name} can not be read for its key "haricot": ${(error as Error).message}`);
  }
}

function checked(where: string, found: unknown): Config {
  // In a package.json of Haricot's own users it is the name of a dependency, too; only a key at the top gets here.
  if (typeof found !== "object" || found === null) throw new UsageError(`${where}: the configuration is an object`);
  for (const [name, value] of Object.entries(found)) {
    if (value === undefined) continue;
    const types = TYPES[name as keyof Config] as readonly string[] | undefined;
    if (types === undefined) {
      throw new UsageError(`${where}: there is no option "${name}". There are: ${Object.keys(TYPES).join(", ")}`);
    }
    if (!types.includes(typeOf(value))) throw new UsageError(`${where}: "${name}" is a ${types.join(" or a ")}`);
  }
  return found;
}

function typeOf(value: unknown): string {
  return Array.isArray(value) && value.every((one) => typeof one === "string") ? "list of strings" : typeof value;
}
