import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { library, uri } from "../support/environment.ts";
import type { TestDatabase } from "../support/database.ts";
import { type Outcome, type Program, runProgram, startProgram } from "../support/programs.ts";

const main = new URL("../../cli/main.ts", import.meta.url);

/** A folder of a project, with the command run in it. */
export interface Project {
  readonly folder: string;
  /** Address of the test's database. */
  readonly uri: string;
  write(path: string, text: string): void;
  /** `permissions`: what Deno allows the command; default: all. */
  haricot(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
    permissions?: readonly string[],
  ): Promise<Outcome>;
  /** Starts it and does not wait. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Program;
}

/** Makes a folder, removed at the end of the file. Imports of Haricot in its files lead to the sources. */
export function project(server: TestDatabase): Project {
  const folder = mkdtempSync(join(tmpdir(), "haricot-cli-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const options = (env: Readonly<Record<string, string>>, permissions = ["--allow-all"] as readonly string[]) => ({
    cwd: folder,
    permissions,
    env: { HARICOT_LIBRARY: library, ...env },
  });
  return {
    folder,
    get uri(): string {
      return uri.replace(/^(mongodb:\/\/[^/]+\/)/, `$1${server.database.name}`);
    },
    write(path: string, text: string): void {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), resolved(text));
    },
    haricot: (args, env = {}, permissions) => runProgram(main, { args, ...options(env, permissions) }),
    start: (args, env = {}) => startProgram(main, { args, ...options(env) }),
  };
}

/** The imports of a module as places of files. */
export function resolved(text: string): string {
  return text
    .replaceAll('from "haricot"', `from "${new URL("../../mod.ts", import.meta.url).href}"`)
    .replaceAll('from "haricot/migrations"', `from "${new URL("../../migrations.ts", import.meta.url).href}"`)
    .replaceAll('from "zod"', `from "${import.meta.resolve("zod")}"`);
}
