import type { Source } from "./source.ts";

const WORDS =
  ("amber apple autumn bamboo basil birch breeze bright brook candle canyon cedar chalk cherry citrus clay cliff clover cobalt coral " +
    "cotton crimson crystal dawn delta desert dune dusk ember fern field flint forest frost garden ginger glacier granite harbor hazel hill honey " +
    "indigo iris island ivory jade jasmine juniper lagoon lantern lavender lemon lilac linen lotus maple marble meadow mint mist moss nectar north " +
    "oak oasis ocean olive onyx opal orchid pearl pebble pepper pine plum quartz quiet rain raven reef ridge river rose saffron sage sand shadow " +
    "silver sky slate snow spring spruce stone storm sugar summit sun thistle thyme tide timber tulip valley velvet violet walnut wave willow wind")
    .split(" ");

/** A word. */
export function word(source: Source): string {
  return source.pick(WORDS);
}

/** Words with so many characters: one to three of them where nothing else is asked for. */
export function words(source: Source, min: number, max: number): string {
  let text = word(source);
  for (let more = source.integer(0, 2); more > 0 && text.length < max; more--) text += ` ${word(source)}`;
  while (text.length < min) text += ` ${word(source)}`;
  if (text.length <= max) return text;
  // No blank at the end, which trim() would take away.
  const cut = text.slice(0, max);
  return cut.endsWith(" ") ? `${cut.slice(0, -1)}a` : cut;
}
