/** The types of the XenAPI data model, read from its own notation: `(VM ref -> string set) map`. */

export type WireType =
  | { readonly kind: 'void' | 'string' | 'int' | 'float' | 'bool' | 'datetime' | 'event-batch' }
  | { readonly kind: 'ref' | 'record'; readonly class: string }
  | { readonly kind: 'enum'; readonly name: string }
  | { readonly kind: 'set' | 'option'; readonly of: WireType }
  | { readonly kind: 'map'; readonly key: WireType; readonly value: WireType };

const plainTypes: ReadonlyMap<string, WireType> = new Map<string, WireType>([
  ['void', { kind: 'void' }],
  ['string', { kind: 'string' }],
  ['int', { kind: 'int' }],
  ['float', { kind: 'float' }],
  ['bool', { kind: 'bool' }],
  ['datetime', { kind: 'datetime' }],
  ['an event batch', { kind: 'event-batch' }],
]);

/** @throws TypeError for a notation that the tables do not use. */
export function parseWireType(notation: string): WireType {
  const plain = plainTypes.get(notation);
  if (plain !== undefined) return plain;
  if (notation.endsWith(' option')) return { kind: 'option', of: parseWireType(notation.slice(0, -' option'.length)) };
  if (notation.endsWith(' set')) return { kind: 'set', of: parseWireType(notation.slice(0, -' set'.length)) };
  if (notation.startsWith('(') && notation.endsWith(') map')) return parseMap(notation.slice(1, -') map'.length));
  const named = /^(?:enum (\w+)|([\w<>]+) (ref|record))$/.exec(notation);
  if (named === null) throw new TypeError(`not a type of the data model: ${notation}`);
  const [, enumeration, className, kind] = named;
  if (enumeration !== undefined) return { kind: 'enum', name: enumeration };
  return { kind: kind === 'ref' ? 'ref' : 'record', class: className ?? '' };
}

/** The key of a map is never a map, so that the first arrow is the outer one. */
function parseMap(content: string): WireType {
  const arrow = content.indexOf(' -> ');
  if (arrow < 0) throw new TypeError(`a map without an arrow: ${content}`);
  return {
    kind: 'map',
    key: parseWireType(content.slice(0, arrow)),
    value: parseWireType(content.slice(arrow + ' -> '.length)),
  };
}

/** The notation of a type: the inverse of {@link parseWireType}. */
export function formatWireType(type: WireType): string {
  switch (type.kind) {
    case 'ref':
    case 'record':
      return `${type.class} ${type.kind}`;
    case 'enum':
      return `enum ${type.name}`;
    case 'set':
    case 'option':
      return `${formatWireType(type.of)} ${type.kind}`;
    case 'map':
      return `(${formatWireType(type.key)} -> ${formatWireType(type.value)}) map`;
    case 'event-batch':
      return 'an event batch';
    case 'void':
    case 'string':
    case 'int':
    case 'float':
    case 'bool':
    case 'datetime':
      return type.kind;
  }
}
