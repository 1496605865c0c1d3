import { Group } from '@mantine/core';
import { IconPaperclip, IconSearchOff } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Listed } from '../../api/paged.ts';
import type { Hit } from '../../api/review/search.ts';
import { problemOf } from '../../api/problem.ts';
import { Nothing, ProblemAlert, Waiting } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { TagChip } from './message/tag-chip.tsx';
import classes from './review.module.css';

interface ResultListProps {
  readonly list: Listed<Hit>;
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

const rowHeight = 70;

/** Results of any number; only those in sight exist. */
export function ResultList({ list, chosen, onChoose }: ResultListProps) {
  const { rows, error } = list;
  if (rows === undefined) {
    if (error === null) return <Waiting rows={12} />;
    return problemOf(error).position === undefined ? (
      <ProblemAlert thrown={error} again={list.again} />
    ) : (
      <div className={classes['list']} />
    );
  }
  if (rows.length === 0) {
    return (
      <Nothing icon={<IconSearchOff />} title="Nothing was found">
        Widen the query or take a filter off. Only what was uploaded and processed can be found.
      </Nothing>
    );
  }
  return <Rows rows={rows} list={list} chosen={chosen} onChoose={onChoose} />;
}

function Rows({ rows, list, chosen, onChoose }: ResultListProps & { rows: readonly Hit[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    initialRect: { width: 400, height: 600 },
  });
  const seen = virtual.getVirtualItems();
  const last = seen.at(-1)?.index ?? -1;
  const { more } = list;
  useEffect(() => {
    if (last >= rows.length - 15) more();
  }, [last, rows.length, more]);
  useEffect(() => {
    if (chosen >= 0) virtual.scrollToIndex(chosen, { align: 'auto' });
  }, [chosen, virtual]);
  return (
    <div
      ref={scroller}
      className={classes['list']}
      role="listbox"
      aria-label="Results"
      tabIndex={0}
      aria-activedescendant={chosen >= 0 ? `hit-${String(chosen)}` : undefined}
      onKeyDown={(event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        onChoose(Math.max(0, chosen + step));
      }}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {seen.map(({ index, start }) => {
          const hit = rows[index];
          if (hit === undefined) return null;
          return (
            <div
              key={hit.id}
              id={`hit-${String(index)}`}
              role="option"
              aria-selected={index === chosen}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              className={classes['row']}
              style={{ height: rowHeight, transform: `translateY(${String(start)}px)` }}
              onClick={() => onChoose(index)}
            >
              <HitLines hit={hit} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function HitLines({ hit }: { hit: Hit }) {
  const sender = hit.from[0];
  return (
    <>
      <div className={classes['line']}>
        <b className="cm-clip" style={{ fontWeight: 600 }}>
          {sender === undefined ? 'Sender not known' : sender.name || sender.address}
        </b>
        <span className={classes['quiet']}>
          <When at={hit.received ?? hit.sent} precise={false} />
        </span>
      </div>
      <div className={classes['line']}>
        <span className="cm-clip">{hit.subject === null || hit.subject === '' ? 'No subject' : hit.subject}</span>
        {hit.attachments.length > 0 && (
          <IconPaperclip size={14} style={{ flex: 'none', opacity: 0.7 }} aria-label="Has attachments" />
        )}
      </div>
      <div className={classes['line']}>
        <span className={`cm-clip ${classes['quiet'] ?? ''}`}>
          {hit.custodian} · {hit.folder}
        </span>
        <Group gap={4} wrap="nowrap">
          {hit.tags.slice(0, 2).map((tag) => (
            <TagChip key={tag.id} tag={tag} />
          ))}
          {hit.tags.length > 2 && <span className={classes['quiet']}>+{hit.tags.length - 2}</span>}
        </Group>
      </div>
    </>
  );
}
