import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useMembership } from '../../api/resources/me.ts';
import type { Search } from '../../api/review/search.ts';
import { BulkDialog, type BulkKind } from './bulk-dialog.tsx';

/** Acts over everything that was found, however much it is. */
export function BulkMenu({ matter, search }: { matter: string; search: Search }) {
  const role = useMembership(matter)?.role;
  const [act, setAct] = useState<BulkKind | null>(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="compact-sm" variant="subtle" rightSection={<IconChevronDown size={14} />}>
            All results
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAct('tag')}>Tag all…</Menu.Item>
          <Menu.Item onClick={() => setAct('untag')}>Take a tag off all…</Menu.Item>
          {role === 'case-manager' && <Menu.Item onClick={() => setAct('hold')}>Put all on hold…</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <BulkDialog matter={matter} search={search} act={act} onClose={() => setAct(null)} />
    </>
  );
}
