/**
 * Repairs what xapi does to member names: it writes them without escaping, so a single key such as "R&D" in an
 * other_config makes the reply to get_all_records of the whole class malformed (reference: xapi.md 3.1).
 * In all other text `<` is escaped, so `<name>` can only be the tag and the repair touches nothing else.
 */
const memberName = /<name>([\s\S]*?)<\/name>/g;
const entity = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/g;

export function escapeMemberNames(document: string): string {
  return document.replaceAll(
    memberName,
    (_whole, name: string) => `<name>${name.replaceAll(entity, '&amp;').replaceAll('<', '&lt;')}</name>`,
  );
}
