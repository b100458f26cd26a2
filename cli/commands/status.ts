import { migrationStatus } from "../../src/migration/status.ts";
import { EXIT } from "../exit-codes.ts";
import { type Flags, placeOf, settingsOf } from "../settings.ts";
import type { Terminal } from "../terminal.ts";

/** Tells where the database stands. With `check` the exit code tells whether all migrations have run. */
export async function status(
  terminal: Terminal,
  { check, ...flags }: Flags & { check?: boolean },
  signal: AbortSignal,
): Promise<number> {
  const settings = await settingsOf(flags);
  const found = await migrationStatus({ ...placeOf(settings), path: settings.path, signal });
  const { current, migrations, interrupted } = found;
  const lines = migrations.map(({ name, state, recordedAt }) =>
    [name === current ? "*" : " ", state.padEnd(7), name, ...recordedAt === null ? [] : [recordedAt.toISOString()]]
      .join(" ")
  );
  terminal.data(found, lines);
  if (interrupted !== null) {
    const { name, direction, documents } = interrupted;
    terminal.talk(
      `${name} was interrupted on its way ${direction}, after ${documents} documents: run it ${direction} again`,
    );
  }
  const missing = current !== null && !migrations.some(({ name }) => name === current);
  if (missing) terminal.talk(`the database stands at ${current}, for which there is no file`);
  const pending = migrations.filter(({ state }) => state !== "applied").length;
  terminal.talk(pending === 0 ? "all migrations have run" : `${pending} of ${migrations.length} have not run`);
  return check === true && (pending > 0 || missing || interrupted !== null) ? EXIT.differs : EXIT.done;
}
