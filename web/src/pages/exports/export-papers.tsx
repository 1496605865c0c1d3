import { Button, Group, Stack, Tabs, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { exportReceiptQuery, useExportFiles, type ExportedFile } from '../../api/review/exports.ts';
import { CopyableText } from '../../parts/copyable.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Dialog } from '../../parts/dialogs/dialog.tsx';
import { saveText } from '../../parts/files/save-text.ts';
import { ListedRows } from '../../parts/more.tsx';
import { Loaded } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';
import { size } from '../../parts/words.ts';

interface PapersProps {
  readonly id: string | null;
  /** Whether names of files may be read, or the receipt alone. */
  readonly mayReadFiles: boolean;
  readonly onClose: () => void;
}

/** What goes with the files of an export: its signed receipt, and its manifest. */
export function ExportPapers({ id, mayReadFiles, onClose }: PapersProps) {
  return (
    <Dialog title="Receipt and manifest" size="xl" opened={id !== null} onClose={onClose}>
      {id !== null && (
        <Tabs defaultValue="receipt" keepMounted={false}>
          {mayReadFiles && (
            <Tabs.List mb="sm">
              <Tabs.Tab value="receipt">Receipt</Tabs.Tab>
              <Tabs.Tab value="manifest">Manifest</Tabs.Tab>
            </Tabs.List>
          )}
          <Tabs.Panel value="receipt">
            <Receipt id={id} />
          </Tabs.Panel>
          <Tabs.Panel value="manifest">
            <Manifest id={id} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Dialog>
  );
}

function Receipt({ id }: { id: string }) {
  const query = useQuery(exportReceiptQuery(id));
  return (
    <Loaded query={query}>
      {({ summary, text, issuedAt }) => (
        <Stack>
          <Group justify="space-between">
            <Text>
              Signed <When at={issuedAt} />. It lies beside the files too.
            </Text>
            <Button
              variant="default"
              leftSection={<IconDownload size={16} />}
              onClick={() => saveText('receipt.json', text)}
            >
              Download
            </Button>
          </Group>
          <CopyableText text={summary} label="The receipt in words" height={420} />
        </Stack>
      )}
    </Loaded>
  );
}

const columns: readonly Column<ExportedFile>[] = [
  { key: 'path', title: 'File', cell: ({ path }) => <span title={path}>{path}</span> },
  { key: 'size', title: 'Size', width: '90px', isNumber: true, cell: (file) => size(file.size) },
  {
    key: 'digest',
    title: 'SHA-256',
    width: '170px',
    cell: ({ digest }) => (
      <span className="cm-mono" title={digest}>
        {digest.slice(0, 16)}…
      </span>
    ),
  },
];

function Manifest({ id }: { id: string }) {
  const list = useExportFiles(id);
  return (
    <ListedRows list={list}>
      {(files) => (
        <DataTable
          label="Files of the export"
          rows={files}
          columns={columns}
          keyOf={({ path }) => path}
          height={440}
          onEnd={list.more}
          isLoadingMore={list.isLoadingMore}
        />
      )}
    </ListedRows>
  );
}
