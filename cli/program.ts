import { Command, InvalidArgumentError, Option } from "commander";
import { doctor, type DoctorFlags } from "./commands/doctor.ts";
import { indexes, type IndexFlags } from "./commands/indexes.ts";
import { migrate, type MigrateFlags } from "./commands/migrate.ts";
import { newMigration } from "./commands/new-migration.ts";
import { type PullFlags, pullModels } from "./commands/pull.ts";
import { status } from "./commands/status.ts";
import { studio, type StudioFlags } from "./commands/studio.ts";
import { EXIT } from "./exit-codes.ts";
import { Terminal } from "./terminal.ts";

/** Told what a command ends with; `atOnce`: whatever still keeps the process alive. */
export type Finish = (code: number, atOnce?: boolean) => void;

/** The command line: verbs, options and what they call. */
export function program(version: string, signal: AbortSignal, finish: Finish): Command {
  const haricot = new Command("haricot").description("Migrations, indexes, models and documents of MongoDB databases.")
    .version(version).exitOverride().showHelpAfterError("(haricot --help says what there is)");

  verb(haricot, "new-migration", "make the file of a migration")
    .requiredOption("-n, --name <name>", "what it does, in a few words")
    .option("-p, --path <folder>", "folder of the migrations")
    .option("--dry-run", "say what would be written")
    .action((flags: { name: string; path?: string; dryRun?: boolean; json?: boolean }) =>
      newMigration(terminalOf(flags), flags)
    );

  located(verb(haricot, "migrate", "run migrations"))
    .option("-p, --path <folder>", "folder of the migrations")
    .addOption(new Option("--forward", "those behind the current one (default)").conflicts("backward"))
    .option("--backward", "the current one and those before it")
    .option("-d, --distance <steps>", "how many, 0 for all", wholeNumber)
    .option("--use-transaction", "each step in a transaction (default)")
    .option("--no-use-transaction", "batch by batch, going on after an interruption")
    .option("--allow-index-dropping", "drop indexes that are not declared")
    .option("--forbid-index-dropping", "leave them (default)")
    .option("--no-wait", "end when another runner is at work")
    .option("--dry-run", "say what would be run")
    .action((given: MigrateFlags & Given) => migrate(terminalOf(given), common(given), signal));

  located(verb(haricot, "status", "where the database stands"))
    .option("-p, --path <folder>", "folder of the migrations")
    .option("--check", `exit code ${EXIT.differs} when not all have run`)
    .action(async (given: Given & { check?: boolean }) =>
      finish(await status(terminalOf(given), common(given), signal))
    );

  const indexVerbs = haricot.command("indexes").description("indexes of models and of the database");
  for (
    const [name, what, change] of [
      ["diff", "how they differ", false],
      ["sync", "create those that are declared", true],
    ] as const
  ) {
    const made = located(verb(indexVerbs, name, what))
      .option("--models <modules...>", "modules that export the models")
      .option("--check", `exit code ${EXIT.differs} when something differs`);
    if (change) {
      made.option("--allow-index-dropping", "drop those that are not declared")
        .option("--forbid-index-dropping", "leave them (default)")
        .option("--dry-run", "say what would be done");
    }
    made.action(async (given: Given & IndexFlags) =>
      finish(await indexes(terminalOf(given), common(given), change, signal))
    );
  }

  located(verb(haricot.command("models").description("classes of documents"), "pull", "write them for what is stored"))
    .option("--collections <names...>", "these collections only")
    .option("--sample <documents>", "how many documents to look at in each (default: 1000)", wholeNumber)
    .option("-o, --out <file>", "write into a file instead of stdout")
    .option("--force", "overwrite the file")
    .option("--dry-run", "write no file, but to stdout")
    .action((given: PullFlags & Given) => pullModels(terminalOf(given), common(given), signal));

  located(verb(haricot, "studio", "a page to browse and edit documents, on this machine only"))
    .option("--models <modules...>", "modules that export the models")
    .option("--port <number>", "where it listens on 127.0.0.1 (default: a free port)", portNumber)
    .option("--read-only", "nothing can be changed")
    .action(async (given: StudioFlags & Given) => {
      await studio(terminalOf(given), common(given), signal);
      finish(EXIT.done, true);
    });

  located(verb(haricot, "doctor", "look for what is wrong, and say how to mend it"))
    .option("-p, --path <folder>", "folder of the migrations")
    .option("--models <modules...>", "modules that export the models")
    .option("--sample <documents>", "look at so many documents of each model", wholeNumber)
    .option("--timeout <milliseconds>", "how long to look for the server (default: 5000)", wholeNumber)
    .option("--strict", `exit code ${EXIT.unwell} for warnings, too`)
    .action(async (given: Given & DoctorFlags) => {
      // Models of the project were imported, and may hold timers, servers and connections open for ever.
      finish(await doctor(terminalOf(given), common(given), signal), true);
    });

  return haricot;
}

interface Given {
  json?: boolean;
  forward?: boolean;
  allowIndexDropping?: boolean;
  forbidIndexDropping?: boolean;
}

function verb(parent: Command, name: string, description: string): Command {
  return parent.command(name).description(description).option("--json", "data as JSON");
}

function located(command: Command): Command {
  return command.option("--uri <address>", "address of the server").option("--db <name>", "name of the database");
}

function terminalOf({ json }: Given): Terminal {
  return new Terminal(json === true);
}

/** Two flags are one setting; what is the default already says nothing. */
function common<T extends Given>({ json: _json, forward: _forward, forbidIndexDropping, ...flags }: T) {
  return forbidIndexDropping === true ? { ...flags, allowIndexDropping: false } : flags;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It is a whole number.");
  return Number(text);
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) throw new InvalidArgumentError("It is a port: from 0 to 65535.");
  return Number(text);
}
