const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', apos: "'" };

/** The words of an HTML body, good enough for a preview. */
export function plainText(html: string): string {
  return html
    .replace(/<(style|script|title)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(#\d{1,6}|\w{1,8});/g, (whole, name: string) =>
      name.startsWith('#')
        ? String.fromCodePoint(Math.min(Number(name.slice(1)), 0x10ffff))
        : (entities[name] ?? whole),
    )
    .replace(/\s+/g, ' ')
    .trim();
}

/** Plain text as Outlook's HTML: one paragraph per line, nothing left unescaped. */
export function outlookHtml(text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const paragraphs = escaped.split('\n').map((each) => `<p class="MsoNormal">${each === '' ? '&nbsp;' : each}</p>`);
  const style = 'p.MsoNormal{margin:0;font-size:11.0pt;font-family:"Aptos",sans-serif}';
  return (
    '<html><head>\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\n' +
    `<style>${style}</style>\n</head>\n<body lang="EN-GB">\n${paragraphs.join('\n')}\n</body>\n</html>\n`
  );
}
