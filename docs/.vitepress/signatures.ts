import type { MarkdownRenderer } from "vitepress";
import { writtenNames } from "../../tools/lib/docs/reference.mjs";

/** Makes links of the public names in the signatures of the reference: those of the blocks that are marked as such. */
export function signatures(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence!;
  const names = writtenNames();
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const isSignature = tokens[index]!.info === "ts signature";
    const html = fence(tokens, index, options, env, self);
    return isSignature ? linked(html, names) : html;
  };
}

function linked(html: string, names: Map<string, string>): string {
  const code = html.indexOf("<code");
  return html.slice(0, code) + html.slice(code).replaceAll(/>([^<]+)</g, (_, text: string) => {
    const found = text.replaceAll(/(?<![\w."'&])[A-Z]\w+(?![\w"'])/g, (name) => {
      const address = names.get(name);
      return address === undefined ? name : `<a href="${address}">${name}</a>`;
    });
    return `>${found}<`;
  });
}
