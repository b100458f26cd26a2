const PARTS = /^(mongodb(?:\+srv)?:\/\/)((?:[^@/]*@)?)([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/i;

/**
 * The address of a server with another database in it. Who logs in goes on logging in where the address said before: the database of an address is
 * where its user is known unless `authSource` says otherwise (MongoDB manual, Connection Strings).
 */
export function databaseAddress(uri: string, name: string): string {
  const [, scheme, user, hosts, before, options = ""] = PARTS.exec(uri) ?? [];
  if (scheme === undefined) return uri;
  const saysWhere = /(^|&)auth(Source|Mechanism)=/i.test(options);
  const all = user === "" || saysWhere
    ? options
    : [options, `authSource=${before || "admin"}`].filter(Boolean).join("&");
  return `${scheme}${user}${hosts}/${name}${all === "" ? "" : `?${all}`}`;
}
