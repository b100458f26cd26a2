/** Sets an own property whatever the key is: `__proto__` becomes a property and not the prototype. */
export function setOwn(target: object, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else (target as Record<string, unknown>)[key] = value;
}

/** Reads an own property or accessor; what every object inherits from `Object.prototype` counts as absent. */
export function getOwn(source: object, key: string): unknown {
  if (key in Object.prototype && !Object.hasOwn(source, key)) return undefined;
  return (source as Record<string, unknown>)[key];
}
