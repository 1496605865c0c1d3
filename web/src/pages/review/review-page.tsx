import { VisuallyHidden } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useHits, type Search } from '../../api/review/search.ts';
import { searchOf } from '../../frame/review-address.ts';
import { useKeys } from '../../frame/keys.ts';
import { Nothing } from '../../parts/states.tsx';
import { BulkMenu } from './bulk-menu.tsx';
import { FilterPanel } from './find/filter-panel.tsx';
import { Histogram } from './find/histogram.tsx';
import { SearchBox } from './find/search-box.tsx';
import { MessagePane } from './message/message-pane.tsx';
import type { PaneAsk } from './message/pane-ask.ts';
import { ResultCount } from './result-count.tsx';
import { ResultList } from './result-list.tsx';
import classes from './review.module.css';

/** Search, read, tag: filters on the left, results in the middle, the message on the right. */
export function ReviewPage() {
  const { matter } = useParams({ from: '/shell/matters/$matter/review' });
  const address = useSearch({ from: '/shell/matters/$matter/review' });
  const navigate = useNavigate({ from: '/matters/$matter/review' });
  const search = searchOf(address);
  const list = useHits(matter, search);
  const box = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const [ask, setAsk] = useState<PaneAsk>(null);
  const chosen = list.rows?.findIndex(({ id }) => id === address.m) ?? -1;
  useEffect(() => {
    document.title = 'Review · Chainmail';
  }, []);
  const look = (next: Search) => void navigate({ search: next, replace: false });
  const read = (index: number) => {
    const hit = list.rows?.[index];
    if (hit !== undefined) void navigate({ search: { ...search, m: hit.id }, replace: true });
  };
  useKeys((key) => {
    if (key === '/') box.current?.focus();
    else if (key === 'j') read(chosen + 1);
    else if (key === 'k') read(Math.max(0, chosen - 1));
    else if (key === 'Enter') pane.current?.focus();
    else if ((key === 't' || key === 'n') && chosen >= 0) setAsk(key === 't' ? 'tag' : 'note');
    else return false;
    return true;
  });
  return (
    <div className={classes['review']}>
      <VisuallyHidden component="h1">Review</VisuallyHidden>
      <div className={classes['head']}>
        <SearchBox matter={matter} search={search} onSearch={look} problem={list.error} ref={box} />
        <Histogram matter={matter} search={search} onSearch={look} />
      </div>
      <FilterPanel matter={matter} search={search} onSearch={look} />
      <section className={classes['results']} aria-label="Results">
        <div className={classes['bar']}>
          <ResultCount matter={matter} search={search} isWrong={list.error !== null} />
          <BulkMenu matter={matter} search={search} />
        </div>
        <ResultList list={list} chosen={chosen} onChoose={read} />
      </section>
      <section className={classes['pane']} aria-label="Message" ref={pane} tabIndex={-1}>
        {address.m === undefined ? (
          <NoneChosen />
        ) : (
          <MessagePane
            key={address.m}
            matter={matter}
            id={address.m}
            ask={ask}
            onAsk={setAsk}
            onOpen={(id) => void navigate({ search: { ...search, m: id } })}
          />
        )}
      </section>
    </div>
  );
}

function NoneChosen() {
  return (
    <Nothing icon={<IconMail />} title="Choose a message">
      j and k go through the results, t tags, n writes a note, / searches.
    </Nothing>
  );
}
