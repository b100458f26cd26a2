/** Whether running the whole transaction again may help (label of the server and of the drivers' specification). */
export function isTransient(error: unknown): boolean {
  return hasLabel(error, "TransientTransactionError");
}

/** Whether nobody knows if a commit took effect: repeating it is safe. */
export function isUnknownCommit(error: unknown): boolean {
  return hasLabel(error, "UnknownTransactionCommitResult");
}

function hasLabel(error: unknown, label: string): boolean {
  const labels = (error as { readonly labels?: unknown } | null | undefined)?.labels;
  return Array.isArray(labels) && labels.includes(label);
}
