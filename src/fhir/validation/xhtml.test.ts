import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { xhtmlFault } from './xhtml.ts';

const div = (inside: string, attributes = '') => `<div xmlns="http://www.w3.org/1999/xhtml"${attributes}>${inside}</div>`;

describe('narrative', () => {
  test.each([
    ['text', div('王芳')],
    ['a table', div('<table class="grid"><tr><td colspan="2">a &amp; b &#160; &nbsp;</td></tr></table>')],
    ['a link', div('<a href="http://example.org/?a=1&amp;b=2">x</a>')],
    ['an image alone', div('<img src="#p1" alt="x"/>')],
    ['a comment', div('<!-- a > b --><p>x</p>')],
    ['attributes in single quotes, and a language', div("<p style='color: red' xml:lang='zh'>x</p>")],
    ['white space around', `\n ${div('x')} \n`],
  ])('may have %s', (_what, text) => {
    expect(xhtmlFault(text)).toBeUndefined();
  });

  test.each([
    ['a script', div('<script>alert(1)</script>')],
    ['a form', div('<form><input type="text"/></form>')],
    ['an event', div('<p onclick="x()">y</p>')],
    ['a link that runs a script', div('<a href=" JavaScript:x()">y</a>')],
    ['a link that hides its script', div('<a href="&#106;avascript:x()">y</a>')],
    ['a link whose script is split', div('<a href="java\nscript:x()">y</a>')],
    ['no name space', '<div>x</div>'],
    ['no content', div(' <p> </p>')],
    ['another root', '<p xmlns="http://www.w3.org/1999/xhtml">x</p>'],
    ['two roots', div('x') + div('y')],
    ['text behind the root', `${div('x')}y`],
    ['an element that is not closed', div('<p>x')],
    ['elements that cross', div('<b><i>x</b></i>')],
    ['an attribute without quotes', div('<p class=a>x</p>')],
    ['a lone ampersand', div('a & b')],
    ['a lone bracket', div('a < b')],
    ['a declaration', `<!DOCTYPE html>${div('x')}`],
    ['nothing', ''],
  ])('has not %s', (_what, text) => {
    expect(xhtmlFault(text)).not.toBeUndefined();
  });

  test('is judged in time, whatever it is', () => {
    const piece = fc.constantFrom('<div', '<p>', '</p>', '<!--', '-->', '"', "'", '=', '&', ';', ' a="b"', '>', '/', 'x', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        const fault = xhtmlFault(div(pieces.join('')));
        expect(fault === undefined || fault.length < 80).toBe(true);
      }),
    );
    expect(xhtmlFault(div('<p '.repeat(100_000)))).not.toBeUndefined();
    expect(xhtmlFault(div(`<p ${'a="b" '.repeat(100_000)}`))).not.toBeUndefined();
    expect(xhtmlFault(div(`<p${' a="b"'.repeat(170_000)}`))).not.toBeUndefined();
    expect(xhtmlFault(div(`<p${' '.repeat(1_000_000)}`))).not.toBeUndefined();
    expect(xhtmlFault(div(`x<!--${'a'.repeat(1_000_000)}-->`))).toBeUndefined();
    expect(xhtmlFault(div('&a'.repeat(100_000)))).not.toBeUndefined();
    expect(xhtmlFault(div('<b>'.repeat(100_000)))).not.toBeUndefined();
  });
});
