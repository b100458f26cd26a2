/** How a check ended. A warning is nothing that stops a program; what was not checked has a reason. */
export type State = "ok" | "warning" | "failure" | "not-checked";

/** Every check, in the order of the report. The names are stable: scripts depend on them. */
export const CHECKS = [
  "runtime.version",
  "runtime.permissions",
  "library.platform",
  "library.file",
  "library.version",
  "settings.configuration",
  "settings.address",
  "settings.encryption",
  "server.reachable",
  "server.access",
  "server.version",
  "server.compatibility",
  "server.topology",
  "server.concerns",
  "server.clock",
  "models.loaded",
  "models.collections",
  "models.indexes",
  "models.documents",
  "migrations.pending",
] as const;

/** Name of a check. */
export type CheckName = (typeof CHECKS)[number];

/** What a check found. */
export interface Finding {
  readonly state: State;
  /** What is there, or what is wrong. */
  readonly message: string;
  /** How to mend it. */
  readonly advice?: string;
  /** The same for programs. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** All is well. */
export function ok(message: string, details?: Finding["details"]): Finding {
  return { state: "ok", message, ...details && { details } };
}

/** It works, and is hardly meant. */
export function warning(message: string, advice: string, details?: Finding["details"]): Finding {
  return { state: "warning", message, advice, ...details && { details } };
}

/** It can not work. */
export function failure(message: string, advice: string, details?: Finding["details"]): Finding {
  return { state: "failure", message, advice, ...details && { details } };
}

/** Nobody knows. */
export function notChecked(reason: string, advice?: string): Finding {
  return { state: "not-checked", message: reason, ...advice !== undefined && { advice } };
}
