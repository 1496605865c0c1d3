import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { renameMatter } from '../../api/resources/matters.ts';
import { queryClient } from '../../frame/query-client.ts';
import { NameDialog } from '../../parts/dialogs/name-dialog.tsx';

export function RenameMatter({ matter, name }: { matter: string; name: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setOpen(true)}>
        Rename
      </Button>
      <NameDialog
        title="Rename the matter"
        act="Rename"
        about="Receipts that were signed before keep the name it had."
        before={name}
        opened={isOpen}
        onClose={() => setOpen(false)}
        send={async (given) => {
          await renameMatter(matter, given);
          await queryClient.invalidateQueries({ queryKey: ['matters'] });
          await queryClient.invalidateQueries({ queryKey: ['me'] });
        }}
      />
    </>
  );
}
