import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../project.mjs";

const texts = new Map();

function textOf(file) {
  if (!texts.has(file)) texts.set(file, readFileSync(join(root, file), "utf8"));
  return texts.get(file);
}

/**
 * The text of a declaration, from its place to the end of what its users see: without the body of a function or class and without comments.
 * @param {string} file relative to the project
 * @param {{ line: number, col: number }} location as `deno doc` counts, from 0
 * @param {"block" | "body" | "value"} until where it ends, if not at its semicolon: with a block of members that is kept, before a body, before a value
 */
export function declarationText(file, { line, col }, until) {
  const text = textOf(file);
  let start = 0;
  for (let at = 0; at < line; at++) start = text.indexOf("\n", start) + 1;
  const end = endOf(text, start + col, until);
  const shown = text.slice(start + col, end).replace(/\/\*\*[\s\S]*?\*\/\n?/g, "").replace(/^\s*\/\/.*\n/gm, "");
  const indentation = /^ */.exec(text.slice(start))[0];
  return shown.replace(/\n\s*\n/g, "\n").trimEnd().replaceAll(`\n${indentation}`, "\n");
}

const OPEN = "([{<", CLOSE = ")]}>";

/** Where a declaration ends: at depth 0, its semicolon or what `until` says. */
function endOf(text, start, until) {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    at = pastQuoted(text, at);
    const char = text[at];
    if (depth === 0) {
      if (char === ";" || char === ",") return at;
      if (char === "=" && text[at + 1] !== ">" && until === "value") return at;
      if (char === "{" && until === "body" && !isType(text.slice(start, at))) return at;
    }
    if (char === "=" && text[at + 1] === ">") at++;
    else if (OPEN.includes(char)) depth++;
    else if (CLOSE.includes(char)) depth--;
    if (depth < 0) return at;
    if (depth === 0 && char === "}" && until === "block") return at + 1;
  }
  return text.length;
}

/** Whether a brace that follows belongs to a type: after a colon, an operator of types, or the arrow of a function's type. */
function isType(before) {
  return /(?:[:|&?,(<=]|=>|\bextends|\bis)\s*$/.test(before);
}

/** The place after a text literal or a comment that begins here. */
function pastQuoted(text, at) {
  if (text.startsWith("//", at)) return text.indexOf("\n", at);
  if (text.startsWith("/*", at)) return text.indexOf("*/", at) + 2;
  const quote = text[at];
  if (!`"'\``.includes(quote)) return at;
  let end = at + 1;
  while (end < text.length && text[end] !== quote) end += text[end] === "\\" ? 2 : 1;
  return end + 1;
}
