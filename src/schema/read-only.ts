import { NotSupported } from "../errors/not-supported.ts";
import type { ModelRuntime } from "./model.ts";

/** @throws {NotSupported} for a view */
export function checkWritable({ isView, name }: ModelRuntime): void {
  if (!isView) return;
  throw new NotSupported(
    `${name} is a view: it is computed when it is read and can not be written. Write to what it is computed from.`,
    { model: name },
  );
}
