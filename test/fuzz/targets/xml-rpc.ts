/** Replies of a pool in XML-RPC, as the client reads them. */
import { decodeReply, decodeValue } from '../../../src/xapi/wire/decode.js';
import type { Draws } from '../draws.js';
import { parserTarget } from '../target.js';

export const xmlRpc = parserTarget('xml-rpc', draw, read);

function draw(draws: Draws): Buffer {
  const status = draws.text(['Success', 'Failure']);
  const body = member('Status', `<value>${status}</value>`) + member('Value', value(draws, 0)) + error(draws);
  const reply = draws.oneIn(8)
    ? `<methodResponse><fault>${value(draws, 2)}</fault></methodResponse>`
    : `<methodResponse><params><param><value><struct>${body}</struct></value></param></params></methodResponse>`;
  const text = draws.oneOf(['<?xml version="1.0"?>', '', '<!DOCTYPE x>', '<?x?>']) + reply;
  return draws.damaged(Buffer.from(text), 3);
}

function error(draws: Draws): string {
  const items = draws.many(
    0,
    3,
    () => `<value>${draws.text(['HOST_IS_SLAVE', '192.0.2.1', 'SESSION_INVALID'])}</value>`,
  );
  return draws.oneIn(2)
    ? ''
    : member('ErrorDescription', `<value><array><data>${items.join('')}</data></array></value>`);
}

function member(name: string, inner: string): string {
  return `<member><name>${name}</name>${inner}</member>`;
}

function value(draws: Draws, depth: number): string {
  const kind = draws.upTo(depth > 6 ? 6 : 9);
  const inner = (): string => {
    switch (kind) {
      case 0:
        return `<string>${draws.text(['OpaqueRef:1', 'xs-1', ''])}</string>`;
      case 1:
        return draws.text(['plain', '<i4>3</i4>', '<int>-1</int>', '<nil/>']);
      case 2:
        return `<boolean>${draws.text(['0', '1'])}</boolean>`;
      case 3:
        return `<double>${draws.text(['1.5', 'nan', 'inf', '1e999'])}</double>`;
      case 4:
        return `<dateTime.iso8601>${draws.text(['20260105T22:00:00Z', '20260105T22:00:00', '99999999T99:99:99Z'])}</dateTime.iso8601>`;
      case 5:
        return `<i8>${draws.number()}</i8>`;
      case 6:
        return `<array><data>${draws.many(0, 4, () => value(draws, depth + 1)).join('')}</data></array>`;
      default:
        return `<struct>${draws
          .many(0, 4, () => member(draws.text(['uuid', 'name_label', 'other_config', 'a<b']), value(draws, depth + 1)))
          .join('')}</struct>`;
    }
  };
  return `<value>${inner()}</value>`;
}

function read(input: Buffer): void {
  const text = input.toString('utf8');
  try {
    decodeValue(text);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'DrydockError')) throw error;
  }
  decodeReply(text);
}
