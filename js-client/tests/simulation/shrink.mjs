/** Cuts a failing history down to what it takes (delta debugging): ever smaller pieces of it are left out. */

/** `fails(history)` returns a failure's sentence, or undefined. Any failure counts, not only the first one. */
export function shrink(history, fails) {
  let events = history.events;
  const stillFails = (fewer) => fails({ ...history, events: fewer }) !== undefined;
  for (let size = Math.ceil(events.length / 2); size > 0; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let removed = true; removed;) {
      removed = false;
      for (let at = events.length - size; at > -size; at -= size) {
        const fewer = events.filter((_, i) => i < at || i >= at + size);
        if (fewer.length < events.length && stillFails(fewer)) {
          events = fewer;
          removed = true;
        }
      }
    }
  }
  return { ...history, events };
}
