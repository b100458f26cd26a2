const URI = /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?[^/?]*(?:\/([^?]*))?/i;

/** The database that a MongoDB URI names (MongoDB manual, Connection Strings), or undefined when it names none. */
export function databaseOfUri(uri: string): string | undefined {
  const name = URI.exec(uri)?.[1];
  if (name === undefined || name === "") return undefined;
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}
