import { bindAll, checkClaims } from "../src/document/bindings.ts";
import { checkClassIds, withParents } from "../src/document/families.ts";
import type { Target } from "../src/document/init-options.ts";
import { type ModelClassLike, modelOf } from "../src/schema/model.ts";
import { studioApp } from "./app.ts";
import { Registry } from "./registry.ts";
import { randomToken } from "./security.ts";
import { serve } from "./serve.ts";

/** What a studio is started with. */
export interface StudioSettings {
  /** 0: one that is free. */
  readonly port: number;
  readonly readOnly: boolean;
  readonly redact: (text: string) => string;
}

/** A studio that answers. */
export interface Studio {
  /** Address to open; the token in it is for whoever is to use the studio. */
  readonly address: string;
  readonly port: number;
  readonly token: string;
  stop(): Promise<void>;
}

/**
 * Starts the studio over some models. They are bound to the database, and nothing is created in it: no index, no view, and no `customInit` runs.
 *
 * @throws {InvalidArgument} for models that can not be bound together
 */
export function startStudio(classes: readonly ModelClassLike[], target: Target, settings: StudioSettings): Studio {
  const all = withParents(classes, modelOf);
  const models = all.map(modelOf);
  for (const model of models) if (!model.isUnion) void model.plan;
  checkClaims(models);
  checkClassIds(models);
  const undo = bindAll(models, target);
  const token = randomToken();
  let port = 0;
  const app = studioApp({
    registry: new Registry(all),
    database: target.database.name,
    token,
    readOnly: settings.readOnly,
    port: () => port,
    redact: settings.redact,
  });
  const served = serve((request) => app.fetch(request), settings.port);
  port = served.port;
  return {
    // Behind the # it is sent to nobody: the page takes it from there and out of the address bar.
    address: `http://127.0.0.1:${port}/#token=${token}`,
    port,
    token,
    async stop(): Promise<void> {
      await served.stop();
      undo();
    },
  };
}
