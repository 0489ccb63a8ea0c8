/**
 * What is not printable: control characters, characters that only format (among them those that reverse the direction of
 * text), halves of characters, separators of lines and paragraphs. A terminal or a reader may act on them.
 */
const UNPRINTABLE = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}`;

/** Text without any of them; the empty text too. */
export const PRINTABLE = new RegExp(`^[^${UNPRINTABLE}]*$`, 'u');

const ESCAPED = new RegExp(`(?![\\n\\t])[${UNPRINTABLE}]`, 'gu');

/** Text for people, in which a terminal has nothing to act on but line feeds and tabs: `\x1b` in place of an ESC. */
export function visible(text: string): string {
  // Most texts are ASCII, for which the expression is much faster.
  if (/^[\x20-\x7e\n\t]*$/.test(text)) return text;
  return text.replace(ESCAPED, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
  });
}

/** JSON in which the same characters are escapes of JSON, so that it says the same. */
export function visibleJson(document: unknown, indent = 0): string {
  return JSON.stringify(document, null, indent).replace(ESCAPED, (character) =>
    // Of a character beyond U+FFFF both halves.
    Array.from({ length: character.length }, (_, at) => {
      return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
    }).join(''),
  );
}
