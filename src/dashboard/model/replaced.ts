/** A list with one element in its newer form: in its place, or at the front when it is new. */
export function replaced<T>(list: readonly T[], element: T, key: (each: T) => string): readonly T[] {
  const index = list.findIndex((each) => key(each) === key(element));
  return index < 0 ? [element, ...list] : list.with(index, element);
}
