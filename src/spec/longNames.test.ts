import { expect, it } from 'vitest';
import { describe } from './messages';
import { readDescription } from './read';

it('cuts a name of half a megabyte in sentences', () => {
  const name = 'k'.repeat(500_000);
  const { findings } = readDescription(`type: model\nformat_version: 0.5.4\n? ${name}\n: 1\n`);
  const said = findings.find(({ code }) => code === 'field-unknown');
  expect(said && describe(said)).toContain('k …”');
  expect(Math.max(...findings.map(finding => describe(finding).length))).toBeLessThan(1000);
});
