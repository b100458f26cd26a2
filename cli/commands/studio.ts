import { once } from "node:events";
import { openTarget } from "../../src/document/init-options.ts";
import { startStudio, type Studio } from "../../studio/studio.ts";
import { UsageError } from "../exit-codes.ts";
import { requiredModels } from "../project-models.ts";
import { redact } from "../redact.ts";
import { type Flags, placeOf, settingsOf } from "../settings.ts";
import type { Terminal } from "../terminal.ts";

/** Options of `studio`. */
export interface StudioFlags extends Flags {
  port?: number;
  readOnly?: boolean;
}

/** Serves a page over the user's models on 127.0.0.1 until it is interrupted. */
export async function studio(
  terminal: Terminal,
  { port = 0, readOnly = false, ...flags }: StudioFlags,
  signal: AbortSignal,
): Promise<void> {
  const settings = await settingsOf(flags);
  const classes = await requiredModels(settings.models);
  const target = await openTarget({ ...placeOf(settings), signal }, (what) => new UsageError(what));
  try {
    const started = start();
    try {
      const { address } = started;
      terminal.data({ address, port: started.port, database: target.database.name, readOnly }, [address]);
      terminal.talk(
        `${classes.length === 1 ? "1 model" : `${classes.length} models`} over the database ${target.database.name}${
          readOnly ? ", to look only" : ""
        }. Whoever has this address can use it; Ctrl-C ends it.`,
      );
      if (!signal.aborted) await once(signal, "abort");
    } finally {
      await started.stop();
    }
  } finally {
    await target.database.client.close();
  }

  function start(): Studio {
    try {
      return startStudio(classes, target, { port, readOnly, redact });
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== "EADDRINUSE") throw error;
      throw new UsageError(`port ${port} is in use: give another one, or none for one that is free`);
    }
  }
}
