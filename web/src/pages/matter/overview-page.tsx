import { Button, Grid, Paper, Text, Title } from '@mantine/core';
import { IconCloudUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMembership } from '../../api/resources/me.ts';
import { overviewQuery, type Overview } from '../../api/review/overview.ts';
import { useMatterName } from '../../frame/shell/matter-name.ts';
import { Page } from '../../parts/page.tsx';
import { Loaded, Nothing } from '../../parts/states.tsx';
import { count, size } from '../../parts/words.ts';
import { EndsBar } from './ends-bar.tsx';
import { Holds } from './holds.tsx';
import { Correspondents, MessagesOverTime, Ranking } from './overview-charts.tsx';
import { Join } from './join.tsx';
import { RenameMatter } from './rename-matter.tsx';

/** A matter at a glance: when its mail was written, by whom, and how everything that was listed has ended. */
export function OverviewPage() {
  const { matter } = useParams({ from: '/shell/matters/$matter' });
  const name = useMatterName(matter);
  const role = useMembership(matter)?.role ?? null;
  if (role === null) return <Join matter={matter} name={name} />;
  if (role === 'uploader') {
    return (
      <Page title={name}>
        <Text>
          You may{' '}
          <Link to="/matters/$matter/uploads" params={{ matter }}>
            upload
          </Link>{' '}
          into this matter.
        </Text>
      </Page>
    );
  }
  return (
    <Page title={name} width={1240} actions={role === 'case-manager' && <RenameMatter matter={matter} name={name} />}>
      <Content matter={matter} mayUpload={role === 'case-manager'} mayHold={role === 'case-manager'} />
    </Page>
  );
}

function Content({ matter, mayUpload, mayHold }: { matter: string; mayUpload: boolean; mayHold: boolean }) {
  const query = useQuery(overviewQuery(matter));
  return (
    <Loaded query={query} rows={10}>
      {(overview) =>
        overview.ends.listed === 0 ? (
          <Nothing
            icon={<IconCloudUpload />}
            title="Nothing is in this matter yet"
            action={
              mayUpload && (
                <Button
                  component={Link}
                  to={`/matters/${matter}/uploads/new`}
                  leftSection={<IconCloudUpload size={16} />}
                >
                  Import from Microsoft 365
                </Button>
              )
            }
          >
            Once mail was uploaded, this page shows when it was written, by whom, and how every item has ended.
          </Nothing>
        ) : (
          <Charts overview={overview} matter={matter} mayHold={mayHold} />
        )
      }
    </Loaded>
  );
}

function Charts({ overview, matter, mayHold }: { overview: Overview; matter: string; mayHold: boolean }) {
  const { ends, custodians } = overview;
  return (
    <Grid gap="md">
      <Grid.Col span={8}>
        <MessagesOverTime overview={overview} />
      </Grid.Col>
      <Grid.Col span={4}>
        <EndsBar ends={ends} />
      </Grid.Col>
      <Grid.Col span={6}>
        <Correspondents overview={overview} />
      </Grid.Col>
      <Grid.Col span={6}>
        <Paper p="md" mb="md">
          <Title order={2} mb="xs">
            Custodians
          </Title>
          <Ranking
            head={['Custodian', 'Items', 'Size']}
            rows={custodians.map(({ name, items, bytes }) => [name, count(items), size(bytes)])}
          />
        </Paper>
        <Holds matter={matter} mayChange={mayHold} />
      </Grid.Col>
    </Grid>
  );
}
