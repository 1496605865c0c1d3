import { Checkbox, UnstyledButton } from '@mantine/core';
import { useId, useState } from 'react';
import type { Search, Value } from '../../../api/review/search.ts';
import { chosenOf, toggled, type ListFilter } from '../../../frame/review-address.ts';
import { count } from '../../../parts/words.ts';
import classes from '../review.module.css';

interface GroupProps {
  readonly filter: ListFilter;
  readonly title: string;
  readonly values: readonly Value[];
  readonly search: Search;
  readonly onSearch: (search: Search) => void;
}

const few = 5;

/** The values of one filter, the most frequent first; what is chosen stays in sight even with nothing left. */
export function FilterGroup({ filter, title, values, search, onSearch }: GroupProps) {
  const [isLong, setLong] = useState(false);
  const chosen = chosenOf(search, filter);
  const gone = chosen.filter((value) => values.every((known) => known.value !== value));
  const all = [...gone.map((value) => ({ value, label: value, count: 0 })), ...values];
  const shown = isLong ? all : all.filter(({ value }, at) => at < few || chosen.includes(value));
  if (all.length === 0) return null;
  return (
    <div className={classes['group']} role="group" aria-label={title}>
      <h2>{title}</h2>
      {shown.map(({ value, label, count: left }) => (
        <Choice
          key={value}
          label={label}
          left={left}
          isIn={chosen.includes(value)}
          onToggle={(isIn) => onSearch(toggled(search, { filter, value, isIn }))}
        />
      ))}
      {all.length > few && (
        <UnstyledButton fz="xs" c="var(--mantine-color-anchor)" onClick={() => setLong(!isLong)}>
          {isLong ? 'Fewer' : `${String(all.length - few)} more`}
        </UnstyledButton>
      )}
    </div>
  );
}

function Choice(of: { label: string; left: number; isIn: boolean; onToggle: (isIn: boolean) => void }) {
  const { label, left, isIn, onToggle } = of;
  const id = useId();
  return (
    <div className={classes['value']}>
      <Checkbox id={id} size="xs" checked={isIn} onChange={(event) => onToggle(event.currentTarget.checked)} />
      <label htmlFor={id} title={label}>
        {label}
      </label>
      <span className={classes['quiet']}>{count(left)}</span>
    </div>
  );
}
