/** `Array.prototype.filter` for engines that lack it; it serves as `forEach` as well. */
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
