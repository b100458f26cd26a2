import type { DefaultTheme } from "vitepress";
import { sections } from "../../tools/lib/docs/navigation.mjs";

type Group = DefaultTheme.SidebarItem;

/** The bar at the top: the sections, each by its first page. */
export function nav(): DefaultTheme.NavItem[] {
  return sections().map(({ title, folder, pages }) => ({
    text: title,
    link: (folder === "reference" ? pages.find(({ path }) => path.startsWith("reference/")) : undefined)?.link ??
      pages[0]!.link,
    activeMatch: `^/${folder}/`,
  }));
}

/** The bar at the side. The pages about errors have one of their own: there are many. */
export function sidebar(): DefaultTheme.SidebarMulti {
  const all = sections();
  const errors = all.filter(({ folder }) => folder === "errors").map(group);
  return {
    "/errors/": errors,
    "/reference/errors": errors,
    "/": all.filter(({ folder }) => folder !== "errors").map(group),
  };
}

function group({ title, pages }: ReturnType<typeof sections>[number]): Group {
  return { text: title, collapsed: true, items: pages.map(({ title, link }) => ({ text: title, link })) };
}
