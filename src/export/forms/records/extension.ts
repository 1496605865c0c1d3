const ofMediaType: Readonly<Record<string, string>> = {
  'message/rfc822': 'eml',
  'message/global': 'eml',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/csv': 'csv',
  'text/calendar': 'ics',
  'text/rtf': 'rtf',
  'application/rtf': 'rtf',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/msword': 'doc',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.ms-outlook': 'msg',
  'application/ms-tnef': 'dat',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/tiff': 'tif',
};

/** The extension of a file, lower case and without its dot: as its sender named it, else as its type says. */
export function extensionOf(name: string | null, mediaType: string): string {
  const named = /[^.\\/]\.([A-Za-z0-9]{1,10})$/.exec(name ?? '')?.[1];
  if (mediaType.startsWith('message/') && named?.toLowerCase() !== 'eml') return ofMediaType[mediaType] ?? 'eml';
  return named?.toLowerCase() ?? ofMediaType[mediaType] ?? 'bin';
}
