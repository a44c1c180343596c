// What `fold` of gapcli/text.py is to the command: any spelling of a word is one, in the words and in the search.
// `same`: letters and signs, each with what stands for it.
const makeFold = same => {
  // The digits of a script stand beside each other, from 0.
  const digit = (code, before = 0) =>
    /\p{Nd}/u.test(String.fromCodePoint(code - before - 1)) ? digit(code, before + 1) : String(before % 10);
  const read = c => same[c] ?? (/[\p{Mn}\p{Me}\p{Cf}]/u.test(c) ? "" : /\p{Pd}/u.test(c) ? "-"
    : /\p{Nd}/u.test(c) ? digit(c.codePointAt(0)) : c);
  // By way of the capital, as ſ is s, and letter by letter, as the place of a sigma makes no difference.
  const small = c => c.toUpperCase().toLowerCase();
  const change = (text, each) => text.normalize("NFKD").replace(/[^\x00-\x7f]/gu, each);
  return text => change(change(text, small), read).toLowerCase().replace(/[\s\x1c-\x1f\x85]+/g, " ").trim();
};
