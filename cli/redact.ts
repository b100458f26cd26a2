/** A text without the user names and passwords of addresses in it. */
export function redact(text: string): string {
  return text.replace(/(mongodb(?:\+srv)?:\/\/)[^@\s/"']*@/gi, "$1***@");
}
