/** Reads XML-RPC requests with xapi's own tolerance: bare text is a string, ints may be int, i4, i8 or digits. */
import { WireDateTime, type WireStruct, type WireValue } from './wire-value.js';
import { MalformedXml, parseXml, type XmlElement } from './xml-tree.js';

export interface MethodCall {
  readonly method: string;
  readonly params: readonly WireValue[];
}

/** @throws MalformedXml */
export function decodeMethodCall(body: string): MethodCall {
  const root = parseXml(body);
  if (root.name !== 'methodCall') throw new MalformedXml(`expected methodCall, found ${root.name}`);
  const method = child(root, 'methodName').text.trim();
  const params = root.children.find((element) => element.name === 'params');
  return {
    method,
    params: params === undefined ? [] : params.children.map((param) => decodeValue(child(param, 'value'))),
  };
}

/** @throws MalformedXml */
export function decodeValueText(text: string): WireValue {
  return decodeValue(parseXml(text));
}

function decodeValue(value: XmlElement): WireValue {
  if (value.name !== 'value') throw new MalformedXml(`expected value, found ${value.name}`);
  const [content, ...more] = value.children;
  if (content === undefined) return value.text;
  if (more.length > 0) throw new MalformedXml('a value holds one element');
  return decodeContent(content);
}

function decodeContent(content: XmlElement): WireValue {
  switch (content.name) {
    case 'string':
      return content.text;
    case 'int':
    case 'i4':
    case 'i8':
      return decodeInt(content.text);
    case 'boolean':
      return decodeBoolean(content.text);
    case 'double':
      return decodeDouble(content.text);
    case 'dateTime.iso8601':
      return new WireDateTime(content.text);
    case 'array':
      return child(content, 'data').children.map(decodeValue);
    case 'struct':
      return decodeStruct(content);
    case 'nil':
      return null;
    default:
      throw new MalformedXml(`unknown type ${content.name}`);
  }
}

function decodeInt(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text.trim())) throw new MalformedXml(`not an int: ${text}`);
  return BigInt(text.trim().replace(/^\+/, ''));
}

function decodeBoolean(text: string): boolean {
  if (text !== '0' && text !== '1') throw new MalformedXml(`not a boolean: ${text}`);
  return text === '1';
}

function decodeDouble(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw new MalformedXml(`not a double: ${text}`);
  return number;
}

function decodeStruct(struct: XmlElement): WireStruct {
  return Object.fromEntries(
    struct.children.map((member) => [child(member, 'name').text, decodeValue(child(member, 'value'))]),
  );
}

function child(element: XmlElement, name: string): XmlElement {
  const found = element.children.find((candidate) => candidate.name === name);
  if (found === undefined) throw new MalformedXml(`<${element.name}> has no <${name}>`);
  return found;
}
