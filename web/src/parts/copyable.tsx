import { ActionIcon, Box, Code, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

/** A button that copies, and says so. */
export function Copy({ value, label = 'Copy' }: { value: string; label?: string }) {
  return (
    <CopyButton value={value} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : label}>
          <ActionIcon onClick={copy} aria-label={copied ? 'Copied' : label} size="sm">
            {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** A script or an address to be copied as a whole. */
export function CopyableText({ text, label, height = 320 }: { text: string; label: string; height?: number }) {
  return (
    <Box pos="relative">
      <Box pos="absolute" top={6} right={10} style={{ zIndex: 1 }}>
        <Copy value={text} label={`Copy ${label}`} />
      </Box>
      <Code
        block
        tabIndex={0}
        role="region"
        aria-label={label}
        mah={height}
        style={{ overflow: 'auto', whiteSpace: 'pre', paddingRight: 44 }}
      >
        {text}
      </Code>
    </Box>
  );
}
