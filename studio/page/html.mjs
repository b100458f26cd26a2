import htm from "/vendor/htm";
import { h } from "/vendor/preact";

export { render } from "/vendor/preact";
export { useEffect, useMemo, useRef, useState } from "/vendor/hooks";

/** Templates as elements. Values in them become text, never markup. */
export const html = htm.bind(h);
