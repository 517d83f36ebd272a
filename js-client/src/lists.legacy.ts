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
