import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Listed } from '../api/paged.ts';
import { ProblemAlert, Waiting } from './states.tsx';

/** The rest of a list that is shown whole where it is short. */
export function More<Item>({ list }: { list: Listed<Item> }) {
  if (!list.hasMore) return null;
  return (
    <Button size="compact-xs" variant="subtle" loading={list.isLoadingMore} onClick={list.more}>
      Show more
    </Button>
  );
}

interface ListedRowsProps<Item> {
  readonly list: Listed<Item>;
  readonly children: (rows: readonly Item[]) => ReactNode;
  readonly waiting?: number;
}

/** What a list knows, or why it does not know it yet. */
export function ListedRows<Item>({ list, children, waiting = 3 }: ListedRowsProps<Item>) {
  if (list.rows !== undefined) return <>{children(list.rows)}</>;
  if (list.error !== null) return <ProblemAlert thrown={list.error} again={list.again} />;
  return <Waiting rows={waiting} />;
}
