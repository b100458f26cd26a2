// The timed tasks of links: all posts with one linked document, with a list of ten, and three levels deep.
import type { Outcome, Request } from "./protocol.ts";
import type { Plain } from "./shapes.ts";
import { measure, type Models } from "./timed.ts";

/** How far posts are fetched. */
export type LinkTask = "links-one" | "links-list" | "links-deep";

/** The documents at the end of a post's links. */
const ends: Record<LinkTask, (post: Plain) => Plain[]> = {
  "links-one": (post) => [post.author],
  "links-list": (post) => post.others,
  "links-deep": (post) => [post.author.country.continent],
};

function fetchLinks(task: LinkTask) {
  return async ({ read }: Models, { samples }: Request): Promise<Outcome> => {
    let posts: Plain[] = [];
    const times = await measure(samples, async () => posts = await read.fetchLinks!(task));
    const sum = posts.flatMap(ends[task]).reduce((total, { name }) => total + name.length, 0);
    return { times, count: posts.length, sum };
  };
}

export const linkTasks: Record<string, (models: Models, request: Request) => Promise<Outcome>> = {
  "links-one": fetchLinks("links-one"),
  "links-list": fetchLinks("links-list"),
  "links-deep": fetchLinks("links-deep"),
};
