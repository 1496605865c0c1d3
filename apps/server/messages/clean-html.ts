import { Parser } from 'htmlparser2';
import sanitize from 'sanitize-html';

/** A picture that came with the message, as its `cid:` address names it. */
export interface InlinePicture {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface CleanHtml {
  readonly html: string;
  /** References to something elsewhere that were taken out: pictures, style sheets, frames, media. */
  readonly blocked: number;
}

/**
 * HTML of a message, harmless: nothing in it runs, loads or leads anywhere. Pictures that came with the message are
 * put in place; what lies elsewhere is taken out and counted. A link shows where it leads, and is not followed.
 */
export function cleanHtml(html: string, picture: (contentId: string) => InlinePicture | null): CleanHtml {
  const budget = { left: inlineBytes };
  const clean = sanitize(html, {
    allowedTags,
    allowedAttributes,
    allowedStyles: { '*': allowedStyles },
    allowedSchemes: ['data'],
    allowedSchemesAppliedToAttributes: ['src'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'svg', 'math', 'iframe'],
    nestingLimit: deepest,
    transformTags: {
      a: (_tag, attributes) => ({ tagName: 'a', attribs: titled(attributes.href) }),
      img: (_tag, attributes) => ({ tagName: 'img', attribs: pictured(attributes, picture, budget) }),
    },
    exclusiveFilter: (frame) => frame.tag === 'img' && (frame.attribs.src ?? '') === '',
  });
  return { html: clean, blocked: countRemote(html) };
}

/** All pictures of one message together. */
const inlineBytes = 24 * 1024 * 1024;
const deepest = 200;
const pictureTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp']);
const pictureData = /^data:image\/(?:png|jpe?g|gif|webp|bmp);base64,[a-z0-9+/=\s]*$/i;

function titled(href: string | undefined): sanitize.Attributes {
  return href === undefined ? {} : { title: href.slice(0, 2000) };
}

function pictured(
  attributes: sanitize.Attributes,
  picture: (contentId: string) => InlinePicture | null,
  budget: { left: number },
): sanitize.Attributes {
  const { src = '', alt, width, height } = attributes;
  const shown = dataOf(src.trim(), picture, budget);
  return {
    ...(shown === null ? {} : { src: shown }),
    ...(alt === undefined ? {} : { alt }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  };
}

function dataOf(
  src: string,
  picture: (contentId: string) => InlinePicture | null,
  budget: { left: number },
): string | null {
  if (pictureData.test(src)) return src;
  if (!/^cid:/i.test(src)) return null;
  const found = picture(decoded(src.slice(4)));
  if (found === null || !pictureTypes.has(found.mediaType) || found.bytes.length > budget.left) return null;
  budget.left -= found.bytes.length;
  return `data:${found.mediaType};base64,${Buffer.from(found.bytes).toString('base64')}`;
}

function decoded(contentId: string): string {
  try {
    return decodeURIComponent(contentId);
  } catch {
    // It is not percent-encoded after all.
    return contentId;
  }
}

const blockTags = ['address', 'article', 'blockquote', 'center', 'dd', 'div', 'dl', 'dt', 'hr', 'li', 'ol', 'p', 'pre'];
const headTags = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'footer', 'main', 'section', 'ul'];
const inlineTags = [
  'a',
  'abbr',
  'b',
  'bdi',
  'bdo',
  'big',
  'br',
  'cite',
  'code',
  'del',
  'em',
  'font',
  'i',
  'img',
  'ins',
];
const moreInline = [
  'kbd',
  'mark',
  'q',
  's',
  'samp',
  'small',
  'span',
  'strike',
  'strong',
  'sub',
  'sup',
  'tt',
  'u',
  'wbr',
];
const tableTags = ['caption', 'col', 'colgroup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr'];
const allowedTags = [...blockTags, ...headTags, ...inlineTags, ...moreInline, ...tableTags];

const allowedAttributes = {
  '*': ['style', 'dir', 'lang', 'title', 'align', 'valign', 'bgcolor', 'color'],
  font: ['face', 'size'],
  img: ['src', 'alt', 'width', 'height'],
  table: ['border', 'cellpadding', 'cellspacing', 'width', 'height'],
  td: ['colspan', 'rowspan', 'width', 'height', 'nowrap'],
  th: ['colspan', 'rowspan', 'width', 'height', 'nowrap'],
  col: ['span', 'width'],
  ol: ['start', 'type'],
  li: ['value'],
};

/** A value that calls no function but one that makes a colour, and leaves no room for escapes. */
const plainValue = /^(?:[^()\\<>@]|(?:rgba?|hsla?)\([^()\\<>@]*\))*$/i;
const styles = [
  ...['color', 'background-color', 'background', 'font', 'font-family', 'font-size', 'font-style', 'font-weight'],
  ...['text-align', 'text-decoration', 'text-indent', 'text-transform', 'letter-spacing', 'line-height'],
  ...['white-space', 'word-break', 'word-wrap', 'overflow-wrap', 'vertical-align', 'direction', 'list-style-type'],
  ...['margin', 'margin-top', 'margin-right', 'margin-bottom', 'margin-left'],
  ...['padding', 'padding-top', 'padding-right', 'padding-bottom', 'padding-left'],
  ...['border', 'border-top', 'border-right', 'border-bottom', 'border-left', 'border-color', 'border-style'],
  ...['border-width', 'border-collapse', 'border-spacing', 'border-radius'],
  ...['width', 'max-width', 'min-width', 'height', 'max-height', 'min-height'],
];
const allowedStyles = {
  ...Object.fromEntries(styles.map((name) => [name, [plainValue]])),
  display: [/^(?:block|inline|inline-block|table|table-cell|table-row|none)$/i],
};

const remote = /^\s*(?:https?:|ftp:|\/\/)/i;
const remoteStyle = /(?:url\(\s*['"]?|@import\s+['"])\s*(?:https?:|ftp:|\/\/)/gi;
const loading: ReadonlySet<string> = new Set(['src', 'background', 'poster', 'data', 'longdesc', 'dynsrc', 'lowsrc']);
const linked: ReadonlySet<string> = new Set(['link', 'image', 'use', 'feimage']);

/** How many references would have made a browser ask somebody elsewhere. */
function countRemote(html: string): number {
  let count = 0;
  let isStyle = false;
  const parser = new Parser({
    onopentag(tag, attributes) {
      isStyle = tag === 'style';
      for (const [name, value] of Object.entries(attributes)) {
        if (loading.has(name) && remote.test(value)) count += 1;
        else if (name === 'srcset') count += value.split(',').filter((one) => remote.test(one)).length;
        else if ((name === 'href' || name === 'xlink:href') && linked.has(tag) && remote.test(value)) count += 1;
        else if (name === 'style') count += value.match(remoteStyle)?.length ?? 0;
      }
    },
    ontext(text) {
      if (isStyle) count += text.match(remoteStyle)?.length ?? 0;
    },
    onclosetag() {
      isStyle = false;
    },
  });
  parser.end(html);
  return count;
}
