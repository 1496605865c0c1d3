import { ActionIcon, Anchor, Combobox, Group, Text, TextInput, Tooltip, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHelp, IconSearch, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type RefObject } from 'react';
import { problemOf } from '../../../api/problem.ts';
import { suggestQuery, type Search, type Suggestions } from '../../../api/review/search.ts';
import { KqlHelp } from './kql-help.tsx';
import { SavedSearches } from './saved-searches.tsx';

interface SearchBoxProps {
  readonly matter: string;
  readonly search: Search;
  readonly onSearch: (search: Search) => void;
  readonly problem: Error | null;
  readonly ref: RefObject<HTMLInputElement | null>;
}

/** The query in KQL, with suggestions while it is typed and mistakes shown where they are. */
export function SearchBox({ matter, search, onSearch, problem, ref }: SearchBoxProps) {
  const [typed, setTyped] = useState(search.q ?? '');
  const [at, setAt] = useState(0);
  const [isHelping, setHelping] = useState(false);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const suggestions = useSuggestions({ matter, typed, at });
  useEffect(() => setTyped(search.q ?? ''), [search.q]);
  const submit = (query: string) => {
    combobox.closeDropdown();
    onSearch({ ...search, q: query.trim() === '' ? undefined : query.trim() });
  };
  const take = (text: string) => {
    if (suggestions === undefined) return;
    setTyped(`${typed.slice(0, suggestions.from)}${text}${typed.slice(suggestions.to)}`);
    setAt(suggestions.from + text.length);
    combobox.resetSelectedOption();
    ref.current?.focus();
  };
  const items = suggestions?.items ?? [];
  return (
    <div>
      <Group gap="xs" wrap="nowrap">
        <Combobox store={combobox} onOptionSubmit={take}>
          <Combobox.Target>
            <TextInput
              ref={ref}
              aria-label="Query (KQL)"
              placeholder='Search: from:ana AND "quarterly report"   (KQL, press / to come here)'
              style={{ flex: 1 }}
              leftSection={<IconSearch size={16} />}
              rightSectionWidth={typed === '' ? 34 : 62}
              rightSection={
                <BoxButtons isEmpty={typed === ''} onClear={() => submit('')} onHelp={() => setHelping(true)} />
              }
              value={typed}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => {
                setTyped(event.currentTarget.value);
                setAt(event.currentTarget.selectionStart ?? event.currentTarget.value.length);
                combobox.openDropdown();
              }}
              onBlur={() => combobox.closeDropdown()}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && combobox.getSelectedOptionIndex() === -1) submit(typed);
                if (event.key === 'Escape' && !combobox.dropdownOpened) ref.current?.blur();
              }}
            />
          </Combobox.Target>
          <SuggestionList items={items} />
        </Combobox>
        <SavedSearches matter={matter} search={search} onSearch={onSearch} />
      </Group>
      <Mistake query={search.q ?? ''} problem={problem} />
      <KqlHelp opened={isHelping} onClose={() => setHelping(false)} />
    </div>
  );
}

function BoxButtons({ isEmpty, onClear, onHelp }: { isEmpty: boolean; onClear: () => void; onHelp: () => void }) {
  return (
    <Group gap={2} wrap="nowrap">
      {!isEmpty && (
        <ActionIcon size="sm" aria-label="Clear the query" onClick={onClear}>
          <IconX size={15} />
        </ActionIcon>
      )}
      <Tooltip label="How to write a query">
        <ActionIcon size="sm" aria-label="How to write a query" onClick={onHelp}>
          <IconHelp size={16} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

function SuggestionList({ items }: { items: Suggestions['items'] }) {
  return (
    <Combobox.Dropdown hidden={items.length === 0}>
      <Combobox.Options mah={260} style={{ overflow: 'auto' }} aria-label="Suggestions">
        {items.map(({ text, hint }) => (
          <Combobox.Option value={text} key={text}>
            <Group justify="space-between" wrap="nowrap">
              <span className="cm-mono">{text}</span>
              {hint !== null && (
                <Text size="xs" c="dimmed" truncate>
                  {hint}
                </Text>
              )}
            </Group>
          </Combobox.Option>
        ))}
      </Combobox.Options>
    </Combobox.Dropdown>
  );
}

function useSuggestions({ matter, typed, at }: { matter: string; typed: string; at: number }) {
  const [asked] = useDebouncedValue({ typed, at }, 120);
  const { data } = useQuery({ ...suggestQuery(matter, asked.typed, asked.at), enabled: asked.typed !== '' });
  return asked.typed === typed && typed !== '' ? data : undefined;
}

/** The query with what is wrong of it marked, why, and what to write instead. */
function Mistake({ query, problem }: { query: string; problem: Error | null }) {
  if (problem === null) return null;
  const { position, length, detail, fix, type, code } = problemOf(problem);
  if (position === undefined) return null;
  const end = position + Math.max(length ?? 1, 1);
  return (
    <div role="alert" style={{ padding: '6px 2px 0 36px' }}>
      <Text className="cm-mono">
        {query.slice(0, position)}
        <mark>{query.slice(position, end) || '\u00a0'}</mark>
        {query.slice(end)}
      </Text>
      <Text>
        {detail} {fix}{' '}
        <Anchor href={type} target="_blank" size="xs" underline="always">
          {code}
        </Anchor>
      </Text>
    </div>
  );
}
