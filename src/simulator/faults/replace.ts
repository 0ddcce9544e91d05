/** Faults change what the rules of a healthy pool never change, and what its types therefore call read-only. */

export function replace<Item extends object>(item: Item, change: Partial<Item>): void {
  Object.assign(item, change);
}
