import fc from 'fast-check'
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import { type HtmlValue, html, trusted } from '../../src/report/html/html.ts'
import { visible } from '../../src/report/html/visible.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '`',
      '&',
      '/',
      'a',
      '\u202e',
      '\u0000',
      '\ud800',
      '=',
      ' ',
      '\n',
    ),
  }),
)

describe('a template of markup', () => {
  it('shows any text as it is, in elements and in attributes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { document } = parseHTML(
          html`<!doctype html><html><body><p title="${text}">x${text}</p></body></html>`.markup,
        )
        expect(document.querySelectorAll('body *')).toHaveLength(1)
        const paragraph = document.querySelector('p')
        expect(paragraph.textContent).toBe(`x${visible(text)}`)
        expect(paragraph.getAttribute('title')).toBe(visible(text))
        expect(paragraph.attributes).toHaveLength(1)
      }),
    )
  })

  it('takes markup, lists and numbers, and leaves out what is nothing', () => {
    const parts: HtmlValue[] = [html`<b>${1}</b>`, '<', null, undefined, false, [2, ['&']], trusted('<hr>')]
    expect(html`(${parts})`.markup).toBe('(<b>1</b>&lt;2&amp;<hr>)')
  })

  it('escapes what only looks like markup', () => {
    const fake = { markup: '<script>', toString: () => '<script>' }
    expect(html`${fake as never}`.markup).toBe('')
  })
})

describe('visible text', () => {
  it('holds nothing that hides, and showing it twice changes nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = visible(text)
        expect(shown.replaceAll(/[\n\t]|(?<=\p{Emoji})\ufe0f/gu, '')).not.toMatch(
          /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u,
        )
        expect(visible(shown)).toBe(shown)
      }),
    )
  })

  it.each([
    ['a\u202eb', 'a\\u{202e}b'],
    ['\u2066x\u2069', '\\u{2066}x\\u{2069}'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['\u001b[31m', '\\u{1b}[31m'],
    ['\ud800', '\\u{d800}'],
    ['one\r\ntwo\rthree', 'one\ntwo\\u{d}three'],
    ['a\u2028b', 'a\\u{2028}b'],
    ['\u2764\ufe0f 👍🏽 שלום', '\u2764\ufe0f 👍🏽 שלום'],
  ])('%j', (text, shown) => {
    expect(visible(text)).toBe(shown)
  })
})
