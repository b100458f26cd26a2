/** `true` when two types are the same, not only assignable; `any` equals `any` only. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;

/** Compiles when its type argument is `true`. */
export function is<T extends true>(): void {
  void (0 as unknown as T);
}
