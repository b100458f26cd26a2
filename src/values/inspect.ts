/** How the runtime shows a value inside another one. */
export type Show = (value: unknown, options: object) => string;

/** Gives a class the text that `console.log` shows for its values in Bun, Deno and Node. */
export function inspectedAs<T extends object>(
  prototype: T,
  text: (value: T, depth: number, options: object, show: Show | undefined) => string,
): void {
  define(prototype, "nodejs.util.inspect.custom", {
    value(this: T, depth: number, options: object, show?: Show): string {
      return text(this, depth, options, show);
    },
  });
}

/**
 * Defines a property under a registered symbol. Such names are protocols between libraries and not part of a class's type, so they stand outside of
 * its body.
 */
export function define(prototype: object, symbol: string, descriptor: PropertyDescriptor): void {
  Object.defineProperty(prototype, Symbol.for(symbol), { configurable: true, ...descriptor });
}
