import { slug } from "./page.mjs";
import { example, prose } from "./docstring.mjs";
import { membersOf } from "./members.mjs";
import { declarationText } from "./source-text.mjs";

/** Longer blocks of members are left out of the signature: each member is listed below it. */
const SHORT = 12;

/**
 * One public name in Markdown: signature, docstring, members.
 * @param {{ name: string, symbol: import("./declarations.mjs").Symbol, anchor: string }} one
 * @param {{ linkTo: (name: string) => string | undefined, declarations: object, isPublic: (symbol: object) => string | undefined }} context
 */
export function symbolText({ name, symbol, anchor }, context) {
  const declared = name === symbol.name ? [] : [
    `The same as ${
      context.linkTo(symbol.name) ? `[\`${symbol.name}\`](${context.linkTo(symbol.name)})` : `\`${symbol.name}\``
    }.`,
  ];
  const { members, bases } = membersOf(symbol, context);
  const isClass = symbol.declarations.some(({ kind }) => kind === "class");
  const whole = signatures(symbol, members);
  const listed = members.filter(({ docs, callable }) => docs.length > 0 || !(isClass && callable));
  return [
    `## ${name} {#${anchor}}`,
    ...declared,
    code(whole),
    ...symbol.declarations.flatMap(({ jsDoc }) => docText(jsDoc, context.linkTo)),
    ...bases.length === 0
      ? []
      : [`Has the members of ${bases.map((base) => `[\`${base}\`](${context.linkTo(base)})`).join(", ")} as well.`],
    ...whole.endsWith("{ … }") ? propertyList(listed.filter(({ callable }) => !callable), context) : [],
    ...listed.filter(({ callable }) => callable).flatMap((member) => callText(member, { name, anchor, context })),
  ].join("\n\n");
}

function signatures(symbol, members) {
  const overloaded = symbol.declarations.some(({ kind, def }) => kind === "function" && !def.hasBody);
  return symbol.declarations.filter(({ kind, def }) => !(overloaded && kind === "function" && def.hasBody))
    .map(({ kind, location }) => signature(symbol.file, kind, location, members)).join("\n");
}

function signature(file, kind, location, members) {
  const cut = (until) => declarationText(file, location, until).replace(/^(export )?(declare )?/, "");
  if (kind === "function") return `${cut("body")};`;
  if (kind === "variable") {
    const whole = cut(undefined);
    return `const ${whole.split("\n").length <= SHORT ? whole : cut("value").trimEnd()};`;
  }
  if (kind === "typeAlias") return `${cut(undefined)};`;
  if (kind === "interface") {
    const whole = cut("block");
    if (whole.split("\n").length <= SHORT && members.every(({ docs }) => docs.length === 0)) return whole;
  }
  return `${cut("body")} { … }`;
}

function docText(jsDoc, linkTo) {
  if (jsDoc === undefined) return [];
  const tags = (kind) => (jsDoc.tags ?? []).filter((tag) => tag.kind === kind);
  const items = [
    ...tags("param").map(({ name, doc = "" }) => `- \`${name}\`: ${item(doc, linkTo)}`),
    ...tags("return").map(({ doc = "" }) => `- gives ${item(doc, linkTo)}`),
    ...tags("throws").map(({ tsType, doc = "" }) =>
      `- throws ${typeLink(tsType, linkTo)} ${item(doc, linkTo)}`.trimEnd()
    ),
  ];
  return [
    ...jsDoc.doc ? [prose(jsDoc.doc, linkTo)] : [],
    ...items.length > 0 ? [items.join("\n")] : [],
    ...tags("example").map(({ doc }) => example(doc, linkTo)),
  ];
}

function item(doc, linkTo) {
  return prose(doc, linkTo).replaceAll("\n", "\n  ");
}

function typeLink(tsType, linkTo) {
  if (tsType === undefined) return "";
  const address = linkTo(tsType.repr);
  return address ? `[\`${tsType.repr}\`](${address})` : `\`${tsType.repr}\``;
}

/** Properties as a list: what they are called, their type, what they mean. */
function propertyList(properties, { linkTo }) {
  if (properties.length === 0) return [];
  const lines = properties.map(({ texts, docs, isStatic }) => {
    const text = texts[0].replace(/^(static |override |readonly |get )+/, "").replaceAll(/\s+/g, " ").replace(
      /\(\)(?=:|$)/,
      "",
    );
    const doc = docs.flatMap((doc) => docText(doc, linkTo)).join("\n\n").replaceAll(/\n(?!\n)/g, "\n  ");
    return `- ${isStatic ? "static " : ""}\`${text}\`${doc === "" ? "" : `\\\n  ${doc}`}`;
  });
  return [lines.join("\n")];
}

function callText({ name, texts, docs, isStatic }, { name: owner, anchor, context }) {
  const title = name === "constructor" ? `new ${owner}` : name;
  return [
    `### ${title} {#${anchor}-${isStatic ? "static-" : ""}${slug(name)}}`,
    code(texts.map((text) => `${isStatic && !text.startsWith("static ") ? "static " : ""}${text};`).join("\n")),
    ...docs.flatMap((doc) => docText(doc, context.linkTo)),
  ];
}

function code(text) {
  return `\`\`\`ts\n${text}\n\`\`\``;
}
