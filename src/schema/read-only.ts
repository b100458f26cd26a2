import { NotSupported } from "../errors/not-supported.ts";
import type { ModelRuntime } from "./model.ts";

/** @throws {NotSupported} for a view and for a union */
export function checkWritable({ isView, isUnion, name }: ModelRuntime): void {
  if (isUnion) {
    throw new NotSupported(
      `${name} is a union: it reads documents of its members. Write through the class of the document.`,
      {
        model: name,
      },
    );
  }
  if (!isView) return;
  throw new NotSupported(
    `${name} is a view: it is computed when it is read and can not be written. Write to what it is computed from.`,
    { model: name },
  );
}
