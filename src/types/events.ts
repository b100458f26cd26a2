import type { Document } from "./document.ts";

/** A decorator for methods of documents that take no argument. */
export type EventDecorator = <D extends Document>(
  method: (this: D) => void | Promise<void>,
  context: ClassMethodDecoratorContext<D> & { readonly private: false; readonly static: false },
) => void;

/** A member of `static events`: when the method of that name runs. Made by `before(...)` and `after(...)`. */
export interface Action {
  /** Whether it runs before or after. */
  readonly direction: "BEFORE" | "AFTER";
  /** The events that it runs at. */
  readonly events: readonly string[];
}
