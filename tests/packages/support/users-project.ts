import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { npmProgram } from "../../../tools/lib/project.mjs";
import { command, type Ended } from "./command.ts";
import type { Published } from "./published.ts";

/** Compiler options of a user, for the files `main.ts` and what it imports. */
export const USERS_TSCONFIG: string = JSON.stringify({
  compilerOptions: {
    strict: true,
    target: "ESNext",
    module: "Preserve",
    moduleResolution: "bundler",
    allowImportingTsExtensions: true,
    lib: ["ESNext", "DOM"],
    types: [],
    noEmit: true,
  },
  files: ["main.ts"],
});

/** A folder in which someone starts to use Haricot: package managers know only the registry and have empty caches. */
export class UsersProject {
  readonly folder: string;
  /** Variables of its commands. */
  readonly env: Readonly<Record<string, string>>;

  /**
   * @param files what is in the folder at the start, by name
   * @param env further variables of its commands
   */
  constructor(
    { registry, folder }: Published,
    files: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string>> = {},
  ) {
    this.folder = mkdtempSync(join(folder, "project-"));
    this.env = {
      BUN_INSTALL_CACHE_DIR: join(this.folder, ".cache/bun"),
      DENO_DIR: join(this.folder, ".cache/deno"),
      PATH: `${dirname(npmProgram("bun"))}:${process.env["PATH"]}`,
      HARICOT_LIBRARY: "",
      ...env,
    };
    for (const [name, text] of Object.entries({ ".npmrc": `registry=${registry.url}\n`, ...files })) {
      this.write(name, text);
    }
  }

  write(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  /** Runs a command; fails when it fails. */
  async run(program: string, ...args: string[]): Promise<string> {
    const { code, output } = await this.attempt(program, ...args);
    if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${output}`);
    return output;
  }

  /** Runs a command that may fail. */
  attempt(program: string, ...args: string[]): Promise<Ended> {
    return command(program, args, { cwd: this.folder, env: this.env });
  }
}
