import { z } from "zod";
import { Document, MergeStrategy, type Settings } from "../../mod.ts";
import { type Equal, is } from "./equal.ts";

class Tracked extends Document({ text: z.string() }) {
  static settings = { useStateManagement: true } satisfies Settings;
}

export async function tracks(): Promise<void> {
  const tracked = new Tracked({ text: "x" });
  is<Equal<typeof tracked.isChanged, boolean>>();
  is<Equal<ReturnType<typeof tracked.getChanges>, Record<string, unknown>>>();
  is<Equal<ReturnType<typeof tracked.getSavedState>, Record<string, unknown> | null>>();
  await tracked.sync({ mergeStrategy: "local" });
  await tracked.sync({ mergeStrategy: MergeStrategy.REMOTE, comment: "x" });
  // @ts-expect-error no such strategy
  await tracked.sync({ mergeStrategy: "both" });
  // @ts-expect-error what is compared with can not be set
  tracked.isChanged = true;
}
