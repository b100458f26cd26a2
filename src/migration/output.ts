import { InvalidArgument } from "../errors/invalid-argument.ts";
import type { FieldNode } from "../schema/field.ts";
import type { ModelRuntime } from "../schema/model.ts";
import { setOwn } from "../transfer/own-property.ts";
import { isPlainObject } from "../expression/plain-object.ts";

/** What was assigned on one level: values, and what was assigned further down. */
type Assigned = Map<string, unknown>;

const assignments = new WeakMap<object, Assigned>();

/** What an iterative migration assigns to. Objects come into being when something is assigned into them. */
export function recordingOutput(model: ModelRuntime): object {
  const isOpen = model.settings.unknownFields === "keep";
  return recorder({
    what: model.name,
    child: (name) => name === "id" ? undefined : model.field(name),
    isOpen,
  });
}

/**
 * What was assigned, merged over what a document holds, level by level; arrays and what is no plain object are taken whole. `undefined` takes
 * a field away.
 */
export function mergeOutput(data: Record<string, unknown>, output: object): Record<string, unknown> {
  for (const [name, value] of assignments.get(output)!) merge(data, name, value);
  return data;
}

interface Level {
  readonly what: string;
  readonly child: (name: string) => FieldNode | undefined;
  /** Names that the model does not declare may be assigned. */
  readonly isOpen: boolean;
}

function recorder(level: Level): object {
  const assigned: Assigned = new Map();
  const made: object = new Proxy({}, {
    get(_, name): unknown {
      if (typeof name === "symbol") return undefined;
      if (assigned.has(name)) return assigned.get(name);
      const below = levelOf(level, name);
      if (below === undefined) return undefined;
      const inner = recorder(below);
      assigned.set(name, inner);
      return inner;
    },
    set(_, name, value): boolean {
      if (typeof name === "symbol" || (!level.isOpen && level.child(name) === undefined)) {
        throw unknownField(level.what, String(name));
      }
      assigned.set(name, value);
      return true;
    },
    deleteProperty(_, name): boolean {
      if (typeof name === "string") assigned.set(name, undefined);
      return true;
    },
    has: (_, name) => assigned.has(name as string),
  });
  assignments.set(made, assigned);
  return made;
}

/** What is below a field that holds an object, or entries by name. */
function levelOf({ what, child }: Level, name: string): Level | undefined {
  const node = child(name);
  if (node === undefined || node.link !== undefined) return undefined;
  const isRecord = node.value.kind === "record";
  if (!isRecord && (node.children().length === 0 || node.value.kind === "array")) return undefined;
  return { what: `${what}.${name}`, child: (below) => node.child(below), isOpen: isRecord };
}

function merge(target: Record<string, unknown>, name: string, value: unknown): void {
  const below = typeof value === "object" && value !== null ? assignments.get(value) : undefined;
  const entries = below ?? (isPlainObject(value) ? Object.entries(value) : undefined);
  if (entries === undefined) setOwn(target, name, value);
  // Reading a field without assigning to it makes nothing.
  else if (below === undefined || below.size > 0) {
    const held = Object.hasOwn(target, name) ? target[name] : undefined;
    const merged: Record<string, unknown> = isPlainObject(held) ? { ...held } : {};
    for (const [key, inner] of entries) merge(merged, key, inner);
    setOwn(target, name, merged);
  }
}

function unknownField(what: string, name: string): InvalidArgument {
  const reason = name === "id"
    ? "the id of a stored document can not be changed. Insert another document in a free-fall migration"
    : `${what} does not declare it, so it would not be stored`;
  return new InvalidArgument(`The migration assigns to "${name}" of its output, but ${reason}.`, {
    code: "migration.output",
    path: name,
  });
}
