/** A small strict XML reader for XML-RPC requests: elements and text; anything else a request may not hold is refused. */

export interface XmlElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

export class MalformedXml extends Error {}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const token = /<\?[^>]*\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][\w.\-]*)\s*(\/?)>|([^<]+)/y;
const deepest = 100;

/** @throws MalformedXml for anything that is not one well-formed element without attributes. */
export function parseXml(source: string): XmlElement {
  const root: XmlElement = { name: '', children: [], text: '' };
  const open: XmlElement[] = [root];
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const match = token.exec(source);
    if (match === null) throw new MalformedXml(`unexpected markup at character ${at}`);
    consume(open, match);
  }
  if (open.length !== 1) throw new MalformedXml(`<${top(open).name}> is not closed`);
  const [element, ...more] = root.children;
  if (element === undefined || more.length > 0 || root.text.trim() !== '')
    throw new MalformedXml('expected one element');
  return element;
}

function consume(open: XmlElement[], match: RegExpExecArray): void {
  const [, cdata, closing, name, empty, text] = match;
  if (text !== undefined) top(open).text += unescapeText(text);
  else if (cdata !== undefined) top(open).text += cdata;
  else if (name === undefined) return;
  else if (closing === '/') close(open, name);
  else begin(open, name, empty === '/');
}

function begin(open: XmlElement[], name: string, empty: boolean): void {
  const element: XmlElement = { name, children: [], text: '' };
  top(open).children.push(element);
  if (!empty) open.push(element);
  if (open.length > deepest) throw new MalformedXml('nested too deeply');
}

function close(open: XmlElement[], name: string): void {
  const element = open.pop();
  if (element?.name !== name || open.length === 0) throw new MalformedXml(`unexpected </${name}>`);
}

function top(open: readonly XmlElement[]): XmlElement {
  const element = open.at(-1);
  if (element === undefined) throw new MalformedXml('nothing is open');
  return element;
}

function unescapeText(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]+|#\d+|\w+)?;?/g, (whole, name: string | undefined) => {
    const found = whole.endsWith(';') && name !== undefined ? entityText(name) : undefined;
    if (found === undefined) throw new MalformedXml(`unknown entity ${whole}`);
    return found;
  });
}

function entityText(name: string): string | undefined {
  if (!name.startsWith('#')) return entities[name];
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
