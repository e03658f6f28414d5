import { expect, it } from 'vitest';
import { terminalOf } from './terminal';

function streams(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string): void => void written.push(text);
  return { written, terminal: terminalOf({ write }, { write, isTTY, columns: 10 }) };
}

it('replaces a status by whatever comes next', () => {
  const { written, terminal } = streams(true);
  terminal.status?.('tile 1 of 20, about 3 s left');
  terminal.say('done');
  terminal.out('result\n');
  expect(written).toEqual(['\r\u001b[Ktile 1 of', '\r\u001b[K', 'done\n', 'result\n']);
});

it('has none where nobody looks on', () => {
  expect(streams(false).terminal.status).toBeUndefined();
});
