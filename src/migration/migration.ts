import { InvalidArgument } from "../errors/invalid-argument.ts";
import { describeValue } from "../transfer/describe-value.ts";
import type { MigrationDirection } from "../types/migrations.ts";
import { operationsOfClass } from "./decorators.ts";
import { isOperation, type MigrationOperation } from "./operation.ts";

/** An operation with the name that messages call it by. */
export interface NamedOperation {
  readonly name: string;
  readonly operation: MigrationOperation;
}

/** One migration: what it does in each direction. A direction that it has nothing for is a step that changes only the log. */
export interface Migration {
  /** Name of the file without its extension. Migrations run in the order of their names. */
  readonly name: string;
  readonly forward: readonly NamedOperation[];
  readonly backward: readonly NamedOperation[];
}

const CLASSES = { forward: "Forward", backward: "Backward" } as const;

/**
 * The migration that a module exports: lists `forward` and `backward`, or Beanie's classes `Forward` and `Backward`.
 *
 * @throws {InvalidArgument} for a module that exports none of them, or one of them twice, and for what is no operation
 */
export function migrationOf(name: string, exported: unknown): Migration {
  if (typeof exported !== "object" || exported === null) {
    throw invalid(name, `is no module; found ${describeValue(exported)}`);
  }
  const members = exported as Record<string, unknown>;
  const known = ["forward", "backward", "Forward", "Backward"];
  if (!known.some((key) => key in members)) {
    const found = Object.keys(members);
    throw invalid(
      name,
      `exports nothing to run: neither \`forward\` nor \`backward\`${
        found.length > 0 ? `, but ${found.join(", ")}` : ""
      }. ` +
        "Where a migration does nothing in a direction, one of the two is enough; a file whose name starts with _ is no migration",
    );
  }
  return { name, forward: operationsOf(name, members, "forward"), backward: operationsOf(name, members, "backward") };
}

function operationsOf(
  name: string,
  members: Record<string, unknown>,
  direction: MigrationDirection,
): readonly NamedOperation[] {
  const { [direction]: list, [CLASSES[direction]]: type } = members;
  if (list !== undefined && type !== undefined) {
    throw invalid(name, `exports both \`${direction}\` and \`${CLASSES[direction]}\`: one of them would be forgotten`);
  }
  if (type !== undefined) {
    if (typeof type !== "function") throw invalid(name, `exports \`${CLASSES[direction]}\`, which is no class`);
    return operationsOfClass(type as new () => object);
  }
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    throw invalid(name, `exports \`${direction}\`, which is no list: export const ${direction} = [iterative(...)]`);
  }
  return list.map((operation: unknown, index) => {
    if (isOperation(operation)) return { name: String(index + 1), operation };
    throw invalid(
      name,
      `has ${
        describeValue(operation)
      } at ${direction}[${index}]. Operations are made by iterative(...) and freeFall(...)`,
    );
  });
}

function invalid(name: string, what: string): InvalidArgument {
  return new InvalidArgument(`The migration ${name} ${what}.`, { code: "migration.declaration" });
}
