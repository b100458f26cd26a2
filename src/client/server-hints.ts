const ILLEGAL_OPERATION = 20;

/** What to do about errors whose own words do not tell, by the server's number (MongoDB manual, Error Codes; Production Considerations of transactions). */
const HINTS: ReadonlyMap<number, string> = new Map([
  [
    239,
    "A snapshot can be read for 5 minutes unless minSnapshotHistoryWindowInSeconds says otherwise: start a new session",
  ],
  [
    246,
    "A snapshot can be read for 5 minutes unless minSnapshotHistoryWindowInSeconds says otherwise: start a new session",
  ],
  [
    251,
    "The server has given the transaction up or does not know it: it lasted longer than the server allows (60 seconds, transactionLifetimeLimitSeconds), one of " +
    "its calls failed before, or another server was elected. Do less in one transaction",
  ],
  [
    257,
    "The changes of one transaction are more than the server allows (transactionSizeLimitBytes): do less in one transaction",
  ],
  [263, "The server does not do this inside of a transaction: call it before, or give the call a session of its own"],
  [
    290,
    "The transaction lasted longer than the server allows (60 seconds, transactionLifetimeLimitSeconds): do less in one transaction",
  ],
  [40573, "The server stands alone: make it a replica set of one member (mongod --replSet rs0, then rs.initiate())"],
]);

/** The server's words, and what to do about them where they do not tell. */
export function withHint(message: string, codes: readonly (number | undefined)[]): string {
  const hint = codes.map((code) => code === undefined ? undefined : HINTS.get(code)).find((found) =>
    found !== undefined
  );
  return hint === undefined ? message : `${message.replace(/\.$/, "")}. ${hint}.`;
}

/** Whether an error means that the server has no transactions: what it says to a transaction number, in its own words or in the driver's. */
export function hasNoTransactions({ code, message }: { readonly code?: number; readonly message: string }): boolean {
  return code === ILLEGAL_OPERATION &&
    /does not support retryable writes|Transaction numbers are only allowed/.test(message);
}
