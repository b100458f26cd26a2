import { ambientScope } from "../client/ambient.ts";
import { checkSignal } from "../client/call-options.ts";
import type { ConnectOptions } from "../client/connect-options.ts";
import type { Database } from "../client/database.ts";
import { InvalidArgument } from "../errors/invalid-argument.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { MigrationDirection } from "../types/migrations.ts";
import type { LockHolder } from "./lock.ts";

/** Which database, and which migrations. */
export interface MigrationPlace {
  /** Address of the server with the name of the database, as in `mongodb://localhost:27017/shop`. A client is opened for it and closed at the end. */
  uri?: string;
  /** A database of a client that you opened, or with `uri` the name of a database. */
  database?: Database | string;
  /** Options of the client that is opened for `uri`. */
  connect?: ConnectOptions;
  /** Folder of the migration files. */
  path?: string;
  /** The migrations themselves instead, by name: modules, or objects that have what a module would export. */
  migrations?: Readonly<Record<string, object>>;
  /** Aborting it ends the call with the signal's reason; a step in a transaction is not written then. */
  signal?: AbortSignal;
}

/** Options of {@link runMigrations}. */
export interface MigrationOptions extends MigrationPlace {
  /** Default `"forward"`. */
  direction?: MigrationDirection;
  /** How many steps; 0, the default, means all. */
  distance?: number;
  /**
   * Run each step, and the entry of the log, in one transaction (default `true`). Without, an iterative migration is written batch by batch, and
   * a step that was interrupted goes on where it stopped.
   */
  useTransaction?: boolean;
  /** Drop indexes that the models of a step do not declare (default `false`). That happens before its transaction. */
  allowIndexDropping?: boolean;
  /** Say which steps would be run, and run none (default `false`). */
  dryRun?: boolean;
  /** When another runner is at work: wait for it (default), or throw {@link MigrationError} with `false`. */
  wait?: boolean;
  /** Told how it goes. */
  onProgress?: (progress: MigrationProgress) => void;
}

/** What `onProgress` is told. */
export type MigrationProgress =
  /** Another runner is at work. */
  | { readonly kind: "waiting"; readonly holder: LockHolder }
  /** A step begins: the `position`-th of `of`. */
  | { readonly kind: "begin"; readonly name: string; readonly position: number; readonly of: number }
  /** Documents that an operation has rewritten, of about `total`. */
  | {
    readonly kind: "documents";
    readonly name: string;
    readonly operation: string;
    readonly documents: number;
    readonly total: number;
  }
  /** A step is done and recorded. */
  | { readonly kind: "end"; readonly name: string; readonly documents: number };

const PLACE: readonly string[] = [
  "uri",
  "database",
  "connect",
  "path",
  "migrations",
  "signal",
] satisfies (keyof MigrationPlace)[];

const RUN: readonly string[] = [
  ...PLACE,
  ...[
    "direction",
    "distance",
    "useTransaction",
    "allowIndexDropping",
    "dryRun",
    "wait",
    "onProgress",
  ] satisfies (keyof MigrationOptions)[],
];

/** @throws {InvalidArgument} for names that there are not, and values that an option can not have */
export function checkRunOptions(options: unknown): asserts options is MigrationOptions {
  checkOptions(options, RUN);
  const { direction, distance, onProgress } = options;
  if (direction !== undefined && direction !== "forward" && direction !== "backward") {
    throw invalidRun(`"direction" is "forward" or "backward"; found ${describeValue(direction)}`);
  }
  if (distance !== undefined && (!Number.isSafeInteger(distance) || (distance as number) < 0)) {
    throw invalidRun(`"distance" is how many steps, 0 for all; found ${describeValue(distance)}`);
  }
  for (const name of ["useTransaction", "allowIndexDropping", "dryRun", "wait"]) {
    if (options[name] !== undefined && typeof options[name] !== "boolean") {
      throw invalidRun(`"${name}" is true or false; found ${describeValue(options[name])}`);
    }
  }
  if (onProgress !== undefined && typeof onProgress !== "function") throw invalidRun('"onProgress" is a function');
  if (ambientScope() !== undefined) {
    throw invalidRun("it was called inside of a transaction, but each step has its own. Call it outside");
  }
}

/** @throws {InvalidArgument} likewise */
export function checkPlace(options: unknown): asserts options is MigrationPlace {
  checkOptions(options, PLACE);
}

function checkOptions(options: unknown, names: readonly string[]): asserts options is Record<string, unknown> {
  if (typeof options !== "object" || options === null) {
    throw invalidRun('it takes an object: { uri, path: "migrations" }');
  }
  const given = options as Record<string, unknown>;
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) throw invalidRun(`"${unknown}" is no option. There are: ${names.join(", ")}`);
  if ((typeof given.path === "string") === (typeof given.migrations === "object" && given.migrations !== null)) {
    throw invalidRun(
      'it needs either "path", the folder of the migrations, or "migrations", an object of them by name',
    );
  }
  checkSignal(given.signal);
}

/** The error of migrations that can not start. */
export function invalidRun(what: string): InvalidArgument {
  return new InvalidArgument(`The migrations can not start: ${what}.`, { code: "migration.options" });
}
