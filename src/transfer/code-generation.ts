import { objectsOf, type Plan, type PlanObject, type PlanValue, type Twin } from "./plan.ts";

/**
 * Objects of a plan with more fields than this, nested ones counted, become functions of their own instead of being expanded in place. Large
 * functions are compiled late: with this limit the first 8000 writes of a document of 250 fields take a third less than with 150, later ones the same.
 */
const EXPANSION_LIMIT = 40;

let allowed: boolean | undefined;

/** The twin to use: compiled unless this thread forbids code generation, which is tried once. */
export function preferredTwin(): Twin {
  if (allowed === undefined) {
    try {
      allowed = new Function("return 1")() === 1;
    } catch {
      allowed = false;
    }
  }
  return allowed ? "compiled" : "interpreted";
}

/**
 * Compiles statements into a function.
 *
 * @param constants values that the source uses, by name
 * @param source body of a function that returns the wanted one; holds names of fields as literals only
 */
export function generate<T>(constants: Readonly<Record<string, unknown>>, source: string): T {
  return new Function(...Object.keys(constants), `"use strict";\n${source}`)(...Object.values(constants)) as T;
}

/** Whether every object has the property by inheritance, so that reading it does not tell that it was set. */
function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** Expression that reads a property. */
export function propertyOf(object: string, name: string): string {
  const access = `${object}[${JSON.stringify(name)}]`;
  return isInherited(name) ? `(hasOwn(${object}, ${JSON.stringify(name)}) ? ${access} : undefined)` : access;
}

/** Statement that sets a property, through its setter if the class has one. `__proto__` becomes an own property like any other. */
export function assignment(object: string, name: string, value: string): string {
  return name === "__proto__"
    ? `setOwn(${object}, "__proto__", ${value});`
    : `${object}[${JSON.stringify(name)}] = ${value};`;
}

/** Key of an object literal; computed, because a plain `__proto__` would set the prototype. */
export function literalKey(name: string): string {
  return name === "__proto__" ? `["__proto__"]` : JSON.stringify(name);
}

/** Tells which objects of a plan are expanded where they are used: those that are small and do not contain themselves. */
export function expandable(plan: Plan): (index: number) => boolean {
  const sizes = new Map<number, number>();
  const size = (index: number): number => {
    const known = sizes.get(index);
    if (known !== undefined) return known;
    sizes.set(index, Infinity);
    const total = plan.objects[index]!.fields.reduce((sum, field) => sum + 1 + sizeOf(field), 0);
    sizes.set(index, total);
    return total;
  };
  const sizeOf = (value: PlanValue): number => {
    if (value.element !== undefined) return 1 + sizeOf(value.element);
    return objectsIn(value).reduce((sum, index) => sum + size(index), 0);
  };
  const recursive = recursiveObjects(plan);
  return (index) =>
    plan.objects[index]!.create === undefined && !recursive.has(index) && size(index) <= EXPANSION_LIMIT;
}

function recursiveObjects(plan: Plan): Set<number> {
  const used = plan.objects.map(objectsUsedBy);
  const reaches = (from: number, to: number, seen: Set<number>): boolean =>
    used[from]!.some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  return new Set(plan.objects.keys().filter((index) => reaches(index, index, new Set())));
}

function objectsUsedBy(object: PlanObject): number[] {
  return object.fields.flatMap((field) => {
    let value: PlanValue = field;
    while (value.element !== undefined) value = value.element;
    return objectsIn(value);
  });
}

function objectsIn(value: PlanValue): number[] {
  if (value.kind === "object") return [value.object!];
  return value.kind === "variant" ? objectsOf(value.variant!) : [];
}
