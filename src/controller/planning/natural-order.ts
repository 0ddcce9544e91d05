/** The order in which people count their hosts: xs-2 before xs-10. */

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export function byNaturalName(first: { name: string; uuid: string }, second: { name: string; uuid: string }): number {
  const byName = collator.compare(first.name, second.name);
  if (byName !== 0) return byName;
  // Two hosts may have the same name; the order must be the same at each reading all the same.
  return first.uuid < second.uuid ? -1 : Number(first.uuid > second.uuid);
}
