import { openTarget } from "../../src/document/init-options.ts";
import { differenceOf, synchroniseIndexes } from "../../src/indexes/change-indexes.ts";
import { modelOf } from "../../src/schema/model.ts";
import type { IndexDescription, IndexDiff } from "../../src/types/indexes.ts";
import { EXIT, UsageError } from "../exit-codes.ts";
import { indexOwners, requiredModels } from "../project-models.ts";
import { type Flags, placeOf, settingsOf } from "../settings.ts";
import type { Terminal } from "../terminal.ts";

/** Options of `indexes diff` and `indexes sync`. */
export interface IndexFlags extends Flags {
  dryRun?: boolean;
  check?: boolean;
}

interface Difference extends IndexDiff {
  readonly model: string;
  readonly collection: string;
}

/** Says how the indexes of the database differ from those that models declare; makes them equal when that is wanted. */
export async function indexes(
  terminal: Terminal,
  { dryRun, check, ...flags }: IndexFlags,
  change: boolean,
  signal: AbortSignal,
): Promise<number> {
  const settings = await settingsOf(flags);
  const models = indexOwners((await requiredModels(settings.models)).map(modelOf));
  const target = await openTarget({ ...placeOf(settings), signal }, (what) => new UsageError(what));
  const isReal = change && dryRun !== true;
  const drop = settings.allowIndexDropping;
  const found: Difference[] = [];
  try {
    for (const [position, { owner: model, sharing }] of models.entries()) {
      terminal.progress(model.name, position, models.length);
      const place = { database: target.database, collection: model.collection };
      const difference = isReal
        ? await synchroniseIndexes(model, place, { drop, signal }, sharing)
        : await differenceOf(model, place, { signal }, sharing);
      // What is not allowed to go stays, and is no difference to act on.
      const kept = change && !drop ? { drop: [] } : {};
      found.push({ model: model.name, collection: model.collection, ...difference, ...kept });
    }
  } finally {
    await target.database.client.close();
  }
  terminal.data(found, found.flatMap(linesOf));
  const differing = found.filter(differs).length;
  if (isReal) {
    terminal.talk(
      `${models.length} models done${drop ? "" : "; what is not declared stays (--allow-index-dropping drops it)"}`,
    );
  } else terminal.talk(differing === 0 ? "no differences" : `${differing} of ${models.length} collections differ`);
  return check === true && differing > 0 ? EXIT.differs : EXIT.done;
}

function differs({ create, drop, conflict }: IndexDiff): boolean {
  return create.length + drop.length + conflict.length > 0;
}

function linesOf({ model, collection, create, drop, conflict }: Difference): string[] {
  return [
    ...create.map((index) => `+ ${describe(index)}`),
    ...drop.map((index) => `- ${describe(index)}`),
    ...conflict.map(({ declared, existing }) => `! ${describe(declared)} instead of ${describe(existing)}`),
  ].map((line) => `${model} (${collection}) ${line}`);
}

function describe({ name, key, ...options }: IndexDescription): string {
  const more = Object.keys(options).length === 0 ? "" : ` ${JSON.stringify(options)}`;
  return `${name} ${JSON.stringify(key)}${more}`;
}
