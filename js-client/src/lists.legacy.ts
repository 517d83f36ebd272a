/** The same as lists.ts, for engines whose arrays can't do it themselves. */
export function filter<T>(list: readonly T[], keep: (item: T) => unknown): T[] {
  const kept: T[] = [];
  for (let i = 0; i < list.length; i++) {
    const item = list[i] as T;
    if (keep(item)) {
      kept.push(item);
    }
  }
  return kept;
}

/** Sorts a list; equals stay as they are, which the `sort` of old engines does not promise. */
export function sort<T>(list: readonly T[], compare: (a: T, b: T) => number): T[] {
  const sorted: T[] = [];
  filter(list, (item) => {
    let at = sorted.length;
    while (at && compare(sorted[at - 1] as T, item) > 0) {
      sorted[at] = sorted[at - 1] as T;
      at--;
    }
    sorted[at] = item;
  });
  return sorted;
}
