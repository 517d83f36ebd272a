/** Filters a list; it serves as `forEach` as well. The legacy bundle has lists.legacy.ts instead. */
export function filter<T>(list: readonly T[], keep: (item: T) => unknown): T[] {
  return list.filter(keep);
}
