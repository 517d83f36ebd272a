/** Filters a list; it serves as `forEach` as well. The legacy bundle has lists.legacy.ts instead. */
export function filter<T>(list: readonly T[], keep: (item: T) => unknown): T[] {
  return list.filter(keep);
}

/** Sorts a list; equals stay as they are. */
export function sort<T>(list: T[], compare: (a: T, b: T) => number): T[] {
  return list.sort(compare);
}
