import { Badge, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Listed } from '../../api/paged.ts';
import { revokeToken, useTokens, type Token } from '../../api/resources/account.ts';
import { queryClient } from '../../frame/query-client.ts';
import { Confirm, type Question } from '../../parts/confirm.tsx';
import { CopyableText } from '../../parts/copyable.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListedRows } from '../../parts/more.tsx';
import { Nothing } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { NewToken } from './new-token.tsx';

/** Tokens for programs that act as the person. */
export function Tokens() {
  const list = useTokens();
  const [isNew, setNew] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = ({ id, name }: Token) =>
    setQuestion({
      title: `Revoke ${name}?`,
      consequence: 'Whatever uses it is refused from now on. It cannot be undone.',
      act: 'Revoke',
      isDangerous: true,
      run: async () => {
        await revokeToken(id);
        await queryClient.invalidateQueries({ queryKey: ['tokens'] });
      },
    });
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
      New token
    </Button>
  );
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed">A program with a token may do what you may, within the scopes of the token.</Text>
        {create}
      </Group>
      <TokenTable list={list} onRevoke={ask} />
      <NewToken opened={isNew} onClose={() => setNew(false)} onMade={setSecret} />
      <Modal
        opened={secret !== null}
        onClose={() => setSecret(null)}
        title="The token"
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack>
          <Text>It is shown only now. Programs send it as “Authorization: Bearer …”.</Text>
          <CopyableText text={secret ?? ''} label="Token" />
          <Group justify="flex-end">
            <Button onClick={() => setSecret(null)}>I have it</Button>
          </Group>
        </Stack>
      </Modal>
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </Stack>
  );
}

function columnsFor(ask: (token: Token) => void): readonly Column<Token>[] {
  return [
    { key: 'name', title: 'Token', cell: ({ name }) => <b style={{ fontWeight: 600 }}>{name}</b> },
    {
      key: 'scopes',
      title: 'Scopes',
      width: '260px',
      cell: ({ scopes }) => (
        <Group gap={4} wrap="nowrap">
          {scopes.map((scope) => (
            <Badge key={scope} color="gray">
              {scope}
            </Badge>
          ))}
        </Group>
      ),
    },
    { key: 'used', title: 'Last used', width: '150px', cell: ({ lastUsedAt }) => <When at={lastUsedAt} /> },
    { key: 'ends', title: 'Ends', width: '120px', cell: ({ expiresAt }) => <When at={expiresAt} precise={false} /> },
    {
      key: 'revoke',
      title: '',
      width: '100px',
      cell: (token) => (
        <Button size="compact-sm" variant="default" onClick={() => ask(token)}>
          Revoke
        </Button>
      ),
    },
  ];
}

function TokenTable({ list, onRevoke }: { list: Listed<Token>; onRevoke: (token: Token) => void }) {
  return (
    <ListedRows list={list}>
      {(items) =>
        items.length === 0 ? (
          <Nothing icon={<IconKey />} title="No token" />
        ) : (
          <DataTable
            label="API tokens"
            rows={items}
            columns={columnsFor(onRevoke)}
            keyOf={({ id }) => id}
            onEnd={list.more}
            isLoadingMore={list.isLoadingMore}
          />
        )
      }
    </ListedRows>
  );
}
