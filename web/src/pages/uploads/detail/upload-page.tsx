import { Grid, Paper, Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { collectionQuery, type Collection } from '../../../api/resources/collections.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Page } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/states.tsx';
import { When } from '../../../parts/when.tsx';
import { actorName, count } from '../../../parts/words.ts';
import { isMoving } from '../phase.tsx';
import { useLiveCollection } from '../use-live-collections.ts';
import { Exceptions } from './exceptions.tsx';
import { Folders } from './folders.tsx';
import { Log } from './log.tsx';
import { ReceiptPanel } from './receipt-panel.tsx';
import { UploadActs } from './upload-acts.tsx';
import { UploadHead } from './upload-head.tsx';
import { Why } from './why.tsx';

/** One upload as it goes, and everything that proves what it did. */
export function UploadPage() {
  const { matter, collection } = useParams({ from: '/shell/matters/$matter/uploads/$collection' });
  const query = useQuery(collectionQuery(collection));
  const live = useLiveCollection(collection);
  const { data } = query;
  return (
    <Page
      title="Upload"
      about={
        data && (
          <span>
            Started <When at={data.createdAt} /> by {actorName(data.startedBy)}
            {live === 'lost' && ' · the connection to the server is lost; it is tried again'}
          </span>
        )
      }
      actions={data && <UploadActs collection={data} matter={matter} />}
    >
      <Loaded query={query}>{(found) => <Details collection={found} />}</Loaded>
    </Page>
  );
}

function Details({ collection }: { collection: Collection }) {
  const { id, phase } = collection;
  const live = isMoving(phase);
  return (
    <Stack>
      <Grid gap="md">
        <Grid.Col span={8}>
          <UploadHead collection={collection} />
        </Grid.Col>
        <Grid.Col span={4}>
          <WhatWasAsked collection={collection} />
        </Grid.Col>
      </Grid>
      <Tabs defaultValue="folders" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="folders">Mailboxes and folders</Tabs.Tab>
          <Tabs.Tab value="exceptions">Exceptions</Tabs.Tab>
          <Tabs.Tab value="receipt">Receipt</Tabs.Tab>
          <Tabs.Tab value="why">Why not?</Tabs.Tab>
          <Tabs.Tab value="log">Log</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="folders">
          <Folders id={id} live={live} />
        </Tabs.Panel>
        <Tabs.Panel value="exceptions">
          <Exceptions id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="receipt">
          <ReceiptPanel collection={collection} />
        </Tabs.Panel>
        <Tabs.Panel value="why">
          <Why id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <Log id={id} live={live} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function WhatWasAsked({ collection }: { collection: Collection }) {
  const { connection, mailboxes, window, drafts, hidden, recoverable, query } = collection;
  return (
    <Paper p="md" h="100%">
      <Facts
        facts={[
          ['Connection', connection.name],
          ['Mailboxes', count(mailboxes.total)],
          ['Received from', window.from === null ? 'the beginning' : <When key="from" at={window.from} />],
          ['Received before', window.to === null ? 'its start' : <When key="to" at={window.to} />],
          ['Drafts', drafts ? 'included' : 'left out'],
          ['Recoverable Items', recoverable ? 'included' : 'left out'],
          ['Hidden folders', hidden ? 'included' : 'left out'],
          [
            'Query',
            query === null ? null : (
              <span key="query" className="cm-mono">
                {query}
              </span>
            ),
          ],
        ]}
      />
    </Paper>
  );
}
