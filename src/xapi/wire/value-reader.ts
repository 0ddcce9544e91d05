/**
 * Builds a value out of XML-RPC elements as they come, without a tree in between: a reply of get_all_records of a big
 * pool has a million elements. Every element may stand only where the grammar has it.
 */
import type { WireValue } from './wire-value.js';

/** Deeper than any record of xapi (a map in a record in a map in an envelope is 20), and far from the end of memory. */
const maximumDepth = 64;

const scalarTags = ['string', 'int', 'i4', 'i8', 'boolean', 'double', 'dateTime.iso8601', 'nil'] as const;
const allowedChildren: Readonly<Record<string, readonly string[]>> = {
  '': ['methodResponse', 'value'],
  methodResponse: ['params', 'fault'],
  params: ['param'],
  param: ['value'],
  fault: ['value'],
  value: [...scalarTags, 'array', 'struct'],
  array: ['data'],
  data: ['value'],
  struct: ['member'],
  member: ['name', 'value'],
};

interface Frame {
  readonly tag: string;
  text: string;
  /** The values of the children, in order; the name of a member is one of them. */
  readonly children: WireValue[];
}

export class ValueReader {
  readonly #stack: Frame[] = [{ tag: '', text: '', children: [] }];
  fault = false;

  /** @throws Error in words, for whoever knows what was being read */
  open(tag: string): void {
    const parent = this.#top();
    if (!(allowedChildren[parent.tag] ?? []).includes(tag)) throw new Error(`<${tag}> inside <${parent.tag}>`);
    if (parent.children.length > 0 && holdsOne(parent.tag)) throw new Error(`a second element inside <${parent.tag}>`);
    if (this.#stack.length >= maximumDepth) throw new Error(`more than ${maximumDepth} elements inside each other`);
    if (tag === 'fault') this.fault = true;
    this.#stack.push({ tag, text: '', children: [] });
  }

  text(text: string): void {
    const frame = this.#top();
    if (frame.tag in allowedChildren && frame.tag !== 'value') {
      if (text.trim() !== '') throw new Error(`text inside <${frame.tag}>`);
      return;
    }
    frame.text += text;
  }

  close(): void {
    const frame = this.#stack.pop();
    if (frame !== undefined) this.#top().children.push(valueOf(frame));
  }

  /** The value of the whole document. */
  end(): WireValue {
    const [value] = this.#top().children;
    if (value === undefined) throw new Error('no value');
    return value;
  }

  #top(): Frame {
    const frame = this.#stack.at(-1);
    if (frame === undefined) throw new Error('an end without a beginning');
    return frame;
  }
}

/** Elements that hold exactly one other; `data` and `struct` hold any number, and `member` is checked when it closes. */
function holdsOne(tag: string): boolean {
  return tag !== 'data' && tag !== 'struct' && tag !== 'member';
}

function valueOf(frame: Frame): WireValue {
  switch (frame.tag) {
    case 'value':
      return frame.children.length === 0 ? frame.text : taggedValue(frame);
    case 'array':
      return onlyChild(frame);
    case 'data':
      return frame.children;
    case 'struct':
      return Object.fromEntries(frame.children.map(memberOf));
    case 'member':
      if (frame.children.length !== 2) throw new Error('a <member> without a name or a value');
      return frame.children;
    case 'methodResponse':
    case 'params':
    case 'param':
    case 'fault':
      return onlyChild(frame);
    default:
      return scalar(frame.tag, frame.text);
  }
}

function taggedValue(frame: Frame): WireValue {
  if (frame.text.trim() !== '') throw new Error('text beside an element inside <value>');
  return onlyChild(frame);
}

function onlyChild(frame: Frame): WireValue {
  const [child] = frame.children;
  if (child === undefined) throw new Error(`an empty <${frame.tag}>`);
  return child;
}

function memberOf(member: WireValue): [string, WireValue] {
  const [name, value] = Array.isArray(member) ? (member as WireValue[]) : [];
  if (typeof name !== 'string' || value === undefined) throw new Error('a <member> whose name does not come first');
  return [name, value];
}

function scalar(tag: string, text: string): WireValue {
  switch (tag) {
    case 'boolean':
      if (text !== '0' && text !== '1') throw new Error(`the boolean "${text.slice(0, 20)}"`);
      return text === '1';
    case 'double': {
      const value = Number(text);
      if (text.trim() === '' || Number.isNaN(value)) throw new Error(`the number "${text.slice(0, 20)}"`);
      return value;
    }
    case 'int':
    case 'i4':
    case 'i8':
      if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new Error(`the integer "${text.slice(0, 20)}"`);
      return text.trim();
    case 'nil':
      return null;
    default:
      return text;
  }
}
