import type { MigrationProgress } from "../../src/migration/options.ts";
import { runMigrations } from "../../src/migration/run-migrations.ts";
import { migrationStatus } from "../../src/migration/status.ts";
import type { Terminal } from "../terminal.ts";
import { type Flags, placeOf, settingsOf } from "../settings.ts";

/** Options of `migrate`. */
export interface MigrateFlags extends Flags {
  backward?: boolean;
  distance?: number;
  dryRun?: boolean;
  wait?: boolean;
}

/** Runs migrations. */
export async function migrate(
  terminal: Terminal,
  { backward, distance, dryRun = false, wait = true, ...flags }: MigrateFlags,
  signal: AbortSignal,
): Promise<void> {
  const settings = await settingsOf(flags);
  const place = { ...placeOf(settings), path: settings.path, signal };
  const { migrations } = await migrationStatus(place);
  for (const { name } of migrations.filter(({ state }) => state === "missed")) {
    terminal.talk(`${name} stands before the current migration and was never run: give it a newer time`);
  }
  const run = await runMigrations({
    ...place,
    direction: backward === true ? "backward" : "forward",
    distance,
    useTransaction: settings.useTransaction,
    allowIndexDropping: settings.allowIndexDropping,
    dryRun,
    wait,
    onProgress: (progress) => tell(terminal, progress),
  });
  if (run.steps.length === 0) terminal.talk("nothing to do");
  else if (dryRun) terminal.talk(`would run ${run.direction}:`);
  terminal.data(run, run.steps.map(({ name }) => name));
  terminal.talk(
    `${dryRun ? "would stand" : "stands"} ${run.current === null ? "before the first migration" : `at ${run.current}`}`,
  );
}

function tell(terminal: Terminal, progress: MigrationProgress): void {
  switch (progress.kind) {
    case "waiting":
      return terminal.talk(`another runner is at work since ${progress.holder.since.toISOString()}: waiting for it`);
    case "begin":
      return terminal.talk(`${progress.position}/${progress.of} ${progress.name}`);
    case "documents":
      return terminal.progress(`operation ${progress.operation}`, progress.documents, progress.total);
    case "end":
      return terminal.talk(`${terminal.strong("done", 32)} ${progress.name}, ${progress.documents} documents`);
  }
}
