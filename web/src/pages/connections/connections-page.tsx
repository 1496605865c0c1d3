import { Button } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useConnections, type Connection } from '../../api/resources/connections.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Page } from '../../parts/page.tsx';
import { Nothing, ProblemAlert, Waiting } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { ConnectionState, kindLabel } from './connection-state.tsx';
import { Expiry } from './expiry.tsx';

const columns: readonly Column<Connection>[] = [
  { key: 'name', title: 'Connection', cell: ({ name }) => <b style={{ fontWeight: 600 }}>{name}</b> },
  { key: 'tenant', title: 'Tenant', cell: ({ tenant }) => tenant },
  {
    key: 'kind',
    title: 'Kind',
    width: '190px',
    cell: ({ kind, isMine }) => (isMine ? `${kindLabel(kind)}, yours alone` : kindLabel(kind)),
  },
  { key: 'state', title: 'State', width: '150px', cell: ({ state }) => <ConnectionState state={state} /> },
  {
    key: 'expires',
    title: 'Credential ends',
    width: '160px',
    cell: ({ credentialExpiresAt }) => <Expiry at={credentialExpiresAt} />,
  },
  { key: 'checked', title: 'Last checked', width: '195px', cell: ({ lastChecks }) => <When at={lastChecks?.at} /> },
];

/** Every connection the person may use or look after. */
export function ConnectionsPage() {
  const navigate = useNavigate();
  const list = useConnections();
  const create = (
    <Button component={Link} to="/connections/new" leftSection={<IconPlus size={16} />}>
      Connect Microsoft 365
    </Button>
  );
  return (
    <Page
      title="Connections"
      about="How Chainmail is allowed into a tenant. It only ever reads."
      actions={create}
      fills
    >
      {list.error !== null && list.rows === undefined && <ProblemAlert thrown={list.error} again={list.again} />}
      {list.rows === undefined && list.error === null && <Waiting />}
      {list.rows?.length === 0 && (
        <Nothing icon={<IconPlugConnected />} title="No connection yet" action={create}>
          Connect a tenant to upload mail from it. You see beforehand what is asked for, and why; a check tells what is
          missing.
        </Nothing>
      )}
      {list.rows !== undefined && list.rows.length > 0 && (
        <DataTable
          label="Connections"
          rows={list.rows}
          columns={columns}
          keyOf={({ id }) => id}
          onOpen={({ id }) => void navigate({ to: '/connections/$connection', params: { connection: id } })}
          onEnd={list.more}
          isLoadingMore={list.isLoadingMore}
        />
      )}
    </Page>
  );
}
