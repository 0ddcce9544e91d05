/** Small XML files of install media as a tree; the clients modelled here read them whole as well. */
import { SaxesParser } from 'saxes';

export interface XmlElement {
  /** Without namespace prefix. */
  readonly name: string;
  /** Without namespace prefix. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Text directly inside, trimmed. */
  readonly text: string;
}

interface Growing {
  name: string;
  attributes: Record<string, string>;
  children: Growing[];
  text: string;
}

/** @throws Error when the text is not well-formed. */
export function parseXmlTree(text: string): XmlElement {
  const document: Growing = { name: '', attributes: {}, children: [], text: '' };
  const open: Growing[] = [document];
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => {
    const element: Growing = { name: localName(tag.name), attributes: {}, children: [], text: '' };
    for (const [name, value] of Object.entries(tag.attributes)) element.attributes[localName(name)] = value;
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const addText = (part: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element !== undefined) element.text = element.text.trim();
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
  const root = document.children[0];
  if (root === undefined) throw new Error('no element');
  return root;
}

export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

export function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
