/**
 * The text of a docstring as Markdown of the site: `{@link X}` leads to X, and what stands outside of code means nothing to HTML.
 * @param {string} text
 * @param {(name: string) => string | undefined} linkTo the address of a public name
 */
export function prose(text, linkTo) {
  return outsideOfCode(
    text.trim(),
    (part) =>
      part.replace(/\{\{|\}\}/g, (braces) => [...braces].join("\u200b")).replaceAll("<", "&lt;").replace(
        /\{@link\s+([^}|\s]+)(?:[|\s]+([^}]*))?\}/g,
        (_, name, title) => reference(name, title, linkTo),
      ),
  );
}

/** An `@example`: a block of code, or code within text. */
export function example(text, linkTo) {
  const code = /^`([^`]+)`$/.exec(text.trim())?.[1];
  return code === undefined ? prose(text, linkTo) : `\`\`\`ts\n${code}\n\`\`\``;
}

function reference(name, title, linkTo) {
  const address = linkTo(name) ?? linkTo(name.split(".")[0]);
  const shown = title?.trim() || `\`${name}\``;
  return address === undefined ? shown : `[${shown}](${address})`;
}

function outsideOfCode(text, change) {
  return text.split(/(```[\s\S]*?```|`[^`\n]*`)/).map((part, index) => index % 2 === 1 ? part : change(part)).join("");
}
