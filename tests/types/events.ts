import { z } from "zod";
import {
  type Action,
  After,
  after,
  afterEvent,
  Before,
  before,
  beforeEvent,
  Delete,
  Document,
  type Event,
  Insert,
  Replace,
  Save,
  Update,
} from "../../mod.ts";
import { type Equal, is } from "./equal.ts";
import { Product } from "./models.ts";

export class Article extends Document({ title: z.string(), changedAt: z.date().optional() }) {
  static settings = { actionConflictResolution: "ACTION_WINS" } as const;

  @beforeEvent(Insert, Replace)
  touch(): void {
    this.changedAt = new Date();
  }
  @beforeEvent([Save, Update], "Insert")
  async look(): Promise<void> {
    await Product.find((product) => product.name.eq(this.title));
  }
  @afterEvent(Delete)
  @beforeEvent(Delete)
  gone() {}

  // @ts-expect-error hooks take no argument
  @beforeEvent(Insert)
  wrong(x: number) {
    return x;
  }
  // @ts-expect-error there is no such event
  @beforeEvent("Insertion")
  typo() {}
  // @ts-expect-error actions are not static
  @beforeEvent(Insert)
  static shared() {}
  // @ts-expect-error actions are not private
  @beforeEvent(Insert)
  #hidden() {}
  // @ts-expect-error nobody gets what an action returns
  @beforeEvent(Insert)
  counts() {
    return this.#hidden === undefined ? 1 : 2;
  }
}

export class NoDocument {
  // @ts-expect-error hooks belong to documents
  @beforeEvent(Insert)
  touch() {}
}

export class Declared extends Document({ title: z.string() }) {
  static events = { touch: before(Insert, [Replace, Save]), log: [after(Delete), before(Delete)] };
  touch() {}
  log() {}
}

is<Equal<ReturnType<typeof before>, Action>>();
is<Equal<typeof Insert, "Insert">>();
const event: Event = Update;

export async function writing(article: Article): Promise<void> {
  const inserted = await article.insert({ skipActions: [Before, After, "touch"], ignoreRevision: true });
  is<Equal<typeof inserted, Article>>();
  const changed = await article.saveChanges();
  is<Equal<typeof changed, Article | null>>();
  is<Equal<Article["revisionId"], string | undefined>>();
  await article.update([{ $set: { title: "x" } }], { skipActions: [event] });
  await article.set({ title: "x" }, { arrayFilters: [{ "a.b": 1 }], upsert: true });
  await Article.replaceMany([article], { ignoreRevision: true });
  article.validateSelf();
  // @ts-expect-error the revision is the server's
  article.revisionId = "x";
  // @ts-expect-error no such option
  await article.insert({ upsert: true });
  // @ts-expect-error not an Article
  await Article.replaceMany([new Declared({ title: "x" })]);
}
