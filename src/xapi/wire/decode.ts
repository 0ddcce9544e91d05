/** Reads XML-RPC documents strictly: no document type, no entities of its own, no element out of place, bounded depth. */
import { SaxesParser } from 'saxes';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import { escapeMemberNames } from './member-names.js';
import { readPlainReply } from './plain-reader.js';
import { ValueReader } from './value-reader.js';
import { isStruct, type WireReply, type WireValue } from './wire-value.js';

/**
 * A `<value>` on its own, as the result of a task has it.
 * @throws XAPI_REPLY_INVALID
 */
export function decodeValue(text: string): WireValue {
  return decodeDocument(text, 'reading the result of a task').value;
}

/**
 * A whole reply. What is not of the plain form is read strictly; only a document that is malformed is read again with its
 * member names repaired.
 * @throws XAPI_REPLY_INVALID
 */
export function decodeReply(text: string): WireReply {
  const attempted = 'reading the reply to a call';
  const plain = readPlainReply(text);
  const { value, fault } = plain === undefined ? decodeDocument(text, attempted) : { value: plain, fault: false };
  if (fault) throw invalidReply(attempted, 'an XML-RPC fault instead of an answer of XAPI');
  if (!isStruct(value)) throw invalidReply(attempted, 'an answer without a status');
  const status = value['Status'];
  if (status === 'Success' && value['Value'] !== undefined) return { status: 'success', value: value['Value'] };
  const description = value['ErrorDescription'];
  if (status === 'Failure' && isTextList(description)) {
    const [code, ...params] = description;
    if (code !== undefined) return { status: 'failure', code, params };
  }
  throw invalidReply(attempted, 'a status that is neither success nor failure');
}

export interface DecodedDocument {
  readonly value: WireValue;
  readonly fault: boolean;
}

function decodeDocument(text: string, attempted: string): DecodedDocument {
  try {
    return parseStrictly(text);
  } catch (error) {
    const repaired = escapeMemberNames(text);
    if (repaired === text) throw invalidReply(attempted, 'XML that is not well-formed XML-RPC', error);
    try {
      return parseStrictly(repaired);
    } catch {
      throw invalidReply(attempted, 'XML that is not well-formed XML-RPC', error);
    }
  }
}

/** @throws Error in words, at whatever is not well-formed XML-RPC */
export function parseStrictly(text: string): DecodedDocument {
  const reader = new ValueReader();
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('a document type');
  });
  parser.on('processinginstruction', () => {
    throw new Error('a processing instruction');
  });
  parser.on('opentag', (tag) => reader.open(tag.name));
  parser.on('text', (part) => reader.text(part));
  parser.on('cdata', (part) => reader.text(part));
  parser.on('closetag', () => reader.close());
  parser.write(text).close();
  return { value: reader.end(), fault: reader.fault };
}

function isTextList(value: WireValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function invalidReply(attempted: string, found: string, cause?: unknown): DrydockError {
  return new DrydockError('XAPI_REPLY_INVALID', { attempted, expected: 'an answer of XAPI in XML-RPC', found, cause });
}
