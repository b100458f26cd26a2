// Documents that link to each other: posts to an author and to ten more, authors to a country, countries to a continent. By plain ids, and once
// more by DBRefs, which are all that Beanie looks up.
import { DBRef, ObjectId } from "mongodb";

/** The collections with their documents; `count` posts. */
export function linkedDocuments(count) {
  const many = (number, make) => Array.from({ length: number }, (_, i) => ({ _id: new ObjectId(), ...make(i) }));
  const continents = many(5, (i) => ({ name: `Continent ${i}` }));
  const countries = many(50, (i) => ({ name: `Country ${i}`, continent: continents[i % 5]._id }));
  const authors = many(500, (i) => ({
    name: `Author ${i}`,
    email: `author${i}@example.org`,
    country: countries[i % 50]._id,
  }));
  const author = (i) => authors[i % 500];
  const posts = many(count, (i) => ({
    title: `Post ${i}`,
    author: author(i * 7)._id,
    others: Array.from({ length: 10 }, (_, k) => author(i * 13 + k * 37)._id),
  }));
  const to = (name, id) => new DBRef(name, id);
  return {
    linked_continents: continents,
    linked_countries: countries,
    linked_authors: authors,
    linked_posts: posts,
    dbref_countries: countries.map((one) => ({ ...one, continent: to("linked_continents", one.continent) })),
    dbref_authors: authors.map((one) => ({ ...one, country: to("dbref_countries", one.country) })),
    dbref_posts: posts.map((one) => ({
      ...one,
      author: to("dbref_authors", one.author),
      others: one.others.map((id) => to("dbref_authors", id)),
    })),
  };
}

/** What a fetch of the posts must have found: the lengths of the names at the end of the links. */
export function linkedSum(task, documents) {
  const byId = (list) => new Map(list.map((one) => [one._id.toHexString(), one]));
  const [authors, countries, continents] = ["linked_authors", "linked_countries", "linked_continents"].map((name) =>
    byId(documents[name])
  );
  const ends = {
    "links-one": (post) => [authors.get(post.author.toHexString())],
    "links-list": (post) => post.others.map((id) => authors.get(id.toHexString())),
    "links-deep": (post) => {
      const country = countries.get(authors.get(post.author.toHexString()).country.toHexString());
      return [continents.get(country.continent.toHexString())];
    },
  }[task];
  return documents.linked_posts.flatMap(ends).reduce((sum, { name }) => sum + name.length, 0);
}
