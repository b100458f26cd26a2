import process from "node:process";
import { defineConfig } from "vitepress";
import { slug } from "../../tools/lib/docs/page.mjs";
import { sitePathOf } from "../../tools/lib/docs/navigation.mjs";
import { nav, sidebar } from "./navigation.ts";
import { links } from "./links.ts";
import { signatures } from "./signatures.ts";
import { repository } from "./repository.ts";

/** Path under which the site is served, with slashes at both ends: DOCS_BASE, for example `/haricot/` on GitHub Pages. */
const base = process.env.DOCS_BASE ?? "/";

export default defineConfig({
  title: "Haricot",
  description: "A MongoDB object-document mapper for Bun and Deno: typed models and queries over a Rust engine",
  lang: "en",
  base,
  outDir: "../dist/docs",
  cacheDir: "../.cache/vitepress",
  // One page after the other: the index of the search lists them in the order in which they were read.
  buildConcurrency: 1,
  rewrites: sitePathOf,
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${base}logo.svg` }]],
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    anchor: { slugify: slug },
    config: (md) => void md.use(links).use(signatures),
  },
  themeConfig: {
    logo: "/logo.svg",
    nav: nav(),
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: "local" },
    socialLinks: repository === undefined ? [] : [{ icon: "github", link: repository }],
    footer: { message: "Apache-2.0" },
  },
});
