import { Modal, Table, Text } from '@mantine/core';

const examples: readonly (readonly [string, string])[] = [
  ['budget forecast', 'both words, anywhere'],
  ['"quarterly report"', 'these words one after the other'],
  ['budget OR forecast', 'one of them; AND, OR and NOT in capitals'],
  ['budg*', 'words that begin with it'],
  ['from:ana@contoso.com', 'who sent it; also to, cc, bcc, participants'],
  ['subject:"term sheet"', 'in the subject'],
  ['received>=2026-01-01 AND received<2026-02-01', 'by date; also sent'],
  ['received:"last week"', 'today, yesterday, this week, last month …'],
  ['hasattachment:true', 'with attachments; attachmentnames:pdf by their names'],
  ['size>1000000', 'in bytes'],
  ['custodian:"Ana Ferro"', 'of one custodian; also mailbox and folder'],
  ['(a OR b) AND NOT c', 'parentheses group'],
];

export function KqlHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="How to write a query"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Text mb="sm">The language is KQL, as in Microsoft 365. The same query narrows an upload at the source.</Text>
      <Table>
        <Table.Tbody>
          {examples.map(([query, means]) => (
            <Table.Tr key={query}>
              <Table.Td className="cm-mono">{query}</Table.Td>
              <Table.Td>{means}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
