import { describe, expect, it } from 'vitest';
import { Failure } from '#evidence';
import { capabilityNames, missingPermissions, neededPermissions, parseCapabilities } from './capability.ts';
import { excessPermissions } from './excess.ts';

describe('capabilities', () => {
  it('need each permission once, with a reason for every capability', () => {
    const needed = neededPermissions(capabilityNames);
    expect(needed.map(({ permission }) => permission.name)).toEqual([
      'User.Read.All',
      'Mail.Read',
      'MailboxSettings.Read',
      'Application.Read.All',
    ]);
    expect(needed[0]!.reasons.map(({ capability }) => capability)).toEqual(['list-mailboxes', 'collect-mail']);
    expect(neededPermissions(['verify-grants'])).toHaveLength(1);
  });

  it('lack what neither itself nor anything that covers it was granted', () => {
    const names = (granted: readonly string[]): readonly string[] =>
      missingPermissions(['collect-mail'], new Set(granted)).map(({ permission }) => permission.name);
    expect(names([])).toEqual(['Mail.Read', 'User.Read.All']);
    expect(names(['Mail.ReadWrite', 'Directory.Read.All'])).toEqual([]);
    expect(names(['Mail.ReadBasic.All', 'User.ReadBasic.All'])).toEqual(['Mail.Read', 'User.Read.All']);
  });

  it('call the rest excess, with a risk in words', () => {
    const excess = excessPermissions(
      ['collect-mail'],
      [
        { resource: 'graph', name: 'Mail.Read' },
        { resource: 'graph', name: 'Mail.ReadWrite' },
        { resource: 'graph', name: 'Some.New.ReadWrite.All' },
        { resource: 'exchange', name: 'full_access_as_app' },
      ],
    );
    expect(excess.map(({ name }) => name)).toEqual(['Mail.ReadWrite', 'Some.New.ReadWrite.All', 'full_access_as_app']);
    for (const { risk } of excess) expect(risk).toMatch(/\.$/);
  });

  it('are named by their names only', () => {
    expect(parseCapabilities(['collect-mail', 'list-mailboxes', 'collect-mail'])).toEqual([
      'list-mailboxes',
      'collect-mail',
    ]);
    expect(() => parseCapabilities(['collect'])).toThrow(Failure);
    expect(() => parseCapabilities([])).toThrow(Failure);
  });
});
