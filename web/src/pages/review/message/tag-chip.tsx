import { Badge } from '@mantine/core';
import type { TagRef } from '../../../api/review/search.ts';

/** A tag in its colour. */
export function TagChip({ tag }: { tag: TagRef }) {
  return (
    <Badge color={tag.color} variant="light" size="sm" title={tag.name} maw={110}>
      {tag.name}
    </Badge>
  );
}
