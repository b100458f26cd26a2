import { writeFile } from "node:fs/promises";
import { openTarget } from "../../src/document/init-options.ts";
import { UsageError } from "../exit-codes.ts";
import { collectionsOf, sample } from "../pull/sample.ts";
import { renderModels, type Sample } from "../pull/render.ts";
import { type Flags, placeOf, settingsOf } from "../settings.ts";
import type { Terminal } from "../terminal.ts";

/** Options of `models pull`. */
export interface PullFlags extends Flags {
  collections?: readonly string[];
  sample?: number;
  out?: string;
  force?: boolean;
  dryRun?: boolean;
}

/** Writes classes for the collections of a database. */
export async function pullModels(
  terminal: Terminal,
  { collections, sample: size = 1000, out, force = false, dryRun = false, ...flags }: PullFlags,
  signal: AbortSignal,
): Promise<void> {
  const target = await openTarget({ ...placeOf(await settingsOf(flags)), signal }, (what) => new UsageError(what));
  const samples: Sample[] = [];
  try {
    const { database } = target;
    const there = await collectionsOf(database, signal);
    const missing = collections?.find((name) => !there.includes(name));
    if (missing !== undefined) {
      throw new UsageError(`there is no collection "${missing}". There are: ${there.join(", ")}`);
    }
    const taken = new Set<string>();
    for (const name of collections ?? there) {
      const report = (done: number): void => terminal.progress(name, done, size);
      const found = await sample(database, name, size, { signal, taken, report });
      taken.add(found.className);
      terminal.talk(`${name}: ${found.documents} of ${found.total} documents`);
      samples.push(found);
    }
  } finally {
    await target.database.client.close();
  }
  const code = renderModels(samples);
  if (out !== undefined && !dryRun) {
    await writeFile(out, code, { flag: force ? "w" : "wx" });
    terminal.talk(`written: ${out}`);
  }
  const models = samples.map(({ seen: _, ...rest }) => rest);
  terminal.data({ file: out ?? null, dryRun, models, code }, out === undefined || dryRun ? [code.trimEnd()] : []);
}
