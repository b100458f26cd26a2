/** The title of a page: its first heading, without the marks of Markdown. */
export function titleOf(text, path) {
  const heading = /^# (.+)$/m.exec(withoutFrontmatter(text))?.[1] ?? /^title: (.+)$/m.exec(text)?.[1];
  if (heading === undefined) throw new Error(`docs/${path} has no title: begin it with a line "# Title"`);
  return plain(heading);
}

/** The first sentence of a page's text, as plain text; empty when the page begins with something else. */
export function summaryOf(text) {
  const blocks = withoutFrontmatter(text).split(/\n{2,}/).map((block) => block.trim());
  const first = blocks.find((block) => block !== "" && !/^(#|[-*] |\||<|```|>|\d+\. )/.test(block)) ?? "";
  const line = plain(first.replaceAll("\n", " "));
  return /^.*?[.:](?=\s|$)/.exec(line)?.[0].replace(/:$/, ".") ?? line;
}

/** A page without the settings at its begin. */
export function withoutFrontmatter(text) {
  return text.replace(/^---\n[\s\S]*?\n---\n/, "");
}

function plain(text) {
  return text.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*]/g, "").trim();
}

/** What a heading is called in a link, as GitHub makes it: the site does the same, so that links work in both. */
export function slug(heading) {
  return plain(heading).toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").trim().replaceAll(" ", "-");
}
