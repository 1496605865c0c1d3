import { describe, expect, test } from 'vitest';
import { parseKql } from '../kql/parse.ts';
import { searchParameter, toGraphSearch } from './graph-search.ts';

const now = new Date('2026-03-18T12:00:00Z');
const translated = (query: string) => toGraphSearch(parseKql(query), now);

describe('a query for the service', () => {
  test.each([
    ['subject:budget', 'subject:"budget"'],
    ['budget*', '("budget*" OR recipients:"budget*" OR attachment:"budget*")'],
    ['from:ana -subject:"cost plan"', 'from:"ana" AND (NOT subject:"cost plan")'],
    ['from:a from:b hasattachment:yes', '(from:"a" OR from:"b") AND hasAttachments:true'],
    ['received:2026-01-01..2026-01-31', '(received>=2026-01-01T00:00:00Z AND received<2026-02-01T00:00:00Z)'],
    ['received:"last month"', '(received>=2026-02-01T00:00:00Z AND received<2026-03-01T00:00:00Z)'],
    ['received>2026-01-31', 'received>=2026-02-01T00:00:00Z'],
    ['size<=1KB importance<>low', 'size<1025 AND (NOT importance:low)'],
    ['subject:"say ""no"""', 'subject:"say  no "'],
  ])('%s is %s', (query, search) => {
    expect(translated(query)).toEqual({ search });
  });

  test('is refused with everything the service cannot be asked for', () => {
    expect(translated('budget NEAR(3) plan AND (folder:Inbox OR subject=x) AND messageid:a@b AND *')).toEqual({
      inexpressible: [
        { part: 'budget NEAR(3) plan', reason: 'the service knows no nearness' },
        { part: 'folder:Inbox', reason: 'the service does not search by folder' },
        { part: 'subject=x', reason: 'the service finds words within a property, not the whole of it' },
        { part: 'messageid:a@b', reason: 'the service does not search by messageid' },
        { part: '*', reason: 'there is nothing to look for; leave the query out to have everything' },
      ],
    });
  });

  test('stands in quotation marks of its own', () => {
    expect(searchParameter('subject:"cost plan"')).toBe('"subject:\\"cost plan\\""');
  });
});
