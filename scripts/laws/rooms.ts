/**
 * The rooms of src/ and what each may import: the table of ARCHITECTURE.md.
 * A room that does not exist yet has its law already.
 */
export const roomTable: Readonly<Record<string, readonly string[]>> = {
  evidence: [],
  formats: ['evidence'],
  platform: ['evidence'],
  custody: ['evidence', 'platform'],
  microsoft: ['evidence', 'platform'],
  sources: ['evidence', 'formats', 'platform', 'microsoft'],
  vault: ['evidence', 'formats', 'platform'],
  catalogue: ['evidence', 'platform', 'custody'],
  collector: ['evidence', 'platform', 'custody', 'sources', 'vault', 'catalogue'],
  processing: ['evidence', 'formats', 'platform', 'vault', 'catalogue'],
  search: ['evidence', 'platform', 'catalogue'],
  review: ['evidence', 'platform', 'custody', 'vault', 'catalogue', 'search'],
  export: ['evidence', 'formats', 'platform', 'custody', 'vault', 'catalogue'],
  monitoring: ['evidence', 'platform', 'custody', 'microsoft', 'sources', 'catalogue', 'search', 'collector'],
  response: [
    'evidence',
    'platform',
    'custody',
    'microsoft',
    'sources',
    'vault',
    'catalogue',
    'search',
    'collector',
    'review',
  ],
  activity: ['evidence', 'platform', 'custody', 'microsoft', 'catalogue'],
  access: ['evidence', 'platform', 'custody'],
};

export const rooms: readonly string[] = Object.keys(roomTable);

/** Side doors that only tests, benchmarks and apps may open beside a room's index.ts. */
export const sideDoors = '^src/[^/]+/(conformance|testing)\\.ts$';
