import type { DefaultTheme } from "vitepress";
import { sections } from "../../tools/lib/docs/navigation.mjs";

const all = sections();

/** The bar at the top: the sections, each by its overview. */
export function nav(): DefaultTheme.NavItem[] {
  return all.map(({ title, folder, pages }) => ({
    text: title,
    link: (pages.find(({ path }) => path === `${folder}/README.md`) ?? pages[0]!).link,
    ...folder === undefined ? {} : { activeMatch: `^/${folder}/` },
  }));
}

/** The bar at the side: the pages of the section that the reader is in. The site takes the first path that the page's begins with. */
export function sidebar(): DefaultTheme.SidebarMulti {
  const entries = all.flatMap(({ title, folder, pages }) => {
    const group = { text: title, items: pages.map(({ title, link }) => ({ text: title, link })) };
    const beside = pages.filter(({ path }) => folder === undefined || !path.startsWith(`${folder}/`));
    const paths = [...folder === undefined ? [] : [`/${folder}/`], ...beside.map(({ link }) => link)];
    return paths.map((path): [string, DefaultTheme.SidebarItem[]] => [path, [group]]);
  });
  return Object.fromEntries(entries.sort(([a], [b]) => b.length - a.length));
}
