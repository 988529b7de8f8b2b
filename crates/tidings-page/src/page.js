'use strict';
// All that this adds is convenience: filter, zoom, copy with source, the way back. It makes elements from text only.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  const one = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);

  /** The element that the address leads to. */
  const target = () => {
    try { return byId(decodeURIComponent(location.hash.slice(1))); } catch { return null; }
  };

  /** Opens all that is folded around an element. */
  const unfold = (element) => {
    for (let at = element.parentElement; at; at = at.parentElement) if (at.localName === 'details') at.open = true;
  };

  /** Scrolls to an element. What lies between gets its height only when it is near, so again for some frames. */
  const show = (element, frames) => {
    element.scrollIntoView({ block: element.matches('section') ? 'start' : 'center' });
    if (frames) requestAnimationFrame(() => show(element, frames - 1));
  };

  // The way back: from words to the line from which one came.
  let from = null;
  const back = document.createElement('a');
  back.className = 'back';
  back.hidden = true;
  const arrive = () => {
    const element = target();
    if (!element) return;
    if (element.closest('.line[hidden]')) showAll();
    unfold(element);
    for (const piece of all('.hit')) piece.classList.remove('hit');
    for (const piece of all('[data-of="' + CSS.escape(element.id) + '"]')) piece.classList.add('hit');
    show(element, 12);
    if (!element.matches('a[href],button,input,summary')) element.tabIndex = -1;
    element.focus({ preventScroll: true });
    back.hidden = !from || from === element || element.matches('section');
    if (!back.hidden) {
      back.href = '#' + from.id;
      back.textContent = 'Back to ' + (one('.here', from)?.textContent ?? 'the line');
    }
  };
  const follow = (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link !== back) from = link.closest('.line');
    // The same address twice changes nothing that a browser tells of.
    if (link && link.hash === location.hash) setTimeout(arrive);
    if (link || !getSelection().isCollapsed) return;
    // From words in a text to the line that rests on them.
    const words = event.target.closest('.text .c');
    const cite = words && one('.line a.cite[href="#' + CSS.escape(words.id || words.dataset.of) + '"]');
    if (cite) {
      from = null;
      location.hash = cite.closest('.line').id;
    }
  };

  // Copy with source: who says what and when, the exact words, and for each its outlet, day, basis and address.
  const withSource = (line) => {
    const text = (element, without) => {
      const plain = element.cloneNode(true);
      for (const part of all(without, plain)) part.remove();
      return plain.textContent.replace(/\s+/g, ' ').trim();
    };
    const who = line.matches('.is-claim') ? text(one('h3,h4,h5', line.closest('.speaker')), 'none') + ' ' : '';
    const day = line.dataset.day ? ', ' + line.dataset.day : '';
    const parts = [who + text(one('.says', line), '.cite,.why') + day];
    for (const cite of all('.cite', line)) {
      if (cite.closest('.note,.why,.meta')) continue;
      const quote = (cite.title || cite.previousElementSibling?.textContent || '').trim().replace(/^[“"]|[”"]$/g, '');
      const article = byId('a' + cite.textContent.replace(/\D/g, ''));
      if (quote) parts.push('“' + quote + '” — ' + (article?.dataset.source ?? cite.textContent));
    }
    parts.push(location.href.split('#')[0] + '#' + line.id);
    return [...new Set(parts)].join('\n');
  };
  const copy = async (button) => {
    const text = withSource(button.closest('.line'));
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      // No permission, or a browser without it: as browsers did before, else the text is shown, selected.
      const area = document.createElement('textarea');
      area.className = 'pasted';
      area.setAttribute('aria-label', 'Line with its source');
      area.readOnly = true;
      area.value = text;
      button.after(area);
      area.select();
      done = document.execCommand('copy');
      if (done) area.remove();
      else area.addEventListener('blur', () => area.remove());
    }
    if (!done) return;
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
    if (document.activeElement === document.body) button.focus();
  };

  const addButtons = (lines) => {
    for (const line of lines) {
      const tools = one('.tools', line);
      if (one('.copy', tools)) continue;
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'copy';
      button.textContent = 'Copy';
      button.setAttribute('aria-label', 'Copy ' + one('.here', line).textContent + ' with source');
      tools.append(button);
    }
  };

  // The filter.
  let lines = [];
  const texts = new Map();
  let fields = {};
  const wanted = () => {
    const value = (name) => fields[name]?.value ?? '';
    const signs = all('#filter input[name=sign]');
    return {
      words: value('words').toLowerCase().split(/\s+/).filter(Boolean), outlet: value('outlet'), person: value('person'),
      from: value('from'), to: value('to'),
      signs: signs.every((sign) => sign.checked) ? null : new Set(signs.filter((sign) => sign.checked).map((sign) => sign.value)),
    };
  };
  const matches = (line, want) => {
    const data = line.dataset;
    const has = (list, value) => !value || (list ?? '').split(' ').includes(value);
    if (!has(data.o, want.outlet) || !has(data.w, want.person)) return false;
    if (want.signs && data.s && !want.signs.has(data.s)) return false;
    // A day that is open on one side may lie anywhere there; one that is unknown is not within any.
    const [first, last] = (data.d ?? '').split('/');
    if ((want.from || want.to) && !data.d) return false;
    if (want.from && last && last < want.from || want.to && first && first > want.to) return false;
    if (!want.words.length) return true;
    if (!texts.has(line)) texts.set(line, (line.textContent + all('.cite', line).map((cite) => cite.title).join(' ')).toLowerCase());
    const text = texts.get(line);
    return want.words.every((word) => text.includes(word));
  };
  const apply = () => {
    const want = wanted();
    const filtered = Boolean(want.words.length || want.outlet || want.person || want.from || want.to || want.signs);
    let count = 0;
    for (const line of lines) {
      line.hidden = filtered && !matches(line, want);
      count += line.hidden ? 0 : 1;
    }
    for (const mark of all('.band [data-line]')) mark.classList.toggle('off', Boolean(byId(mark.dataset.line)?.hidden));
    for (const group of all('.group,.speaker,.fold')) {
      const inside = all('.line', group);
      const left = inside.some((line) => !line.hidden);
      group.hidden = filtered && inside.length > 0 && !left;
      if (filtered && left && group.localName === 'details' && !group.open) { group.open = true; group.dataset.opened = ''; }
      if (!filtered && group.dataset.opened !== undefined) { group.open = false; delete group.dataset.opened; }
    }
    root.classList.toggle('filtered', filtered);
    byId('filter-count').textContent = filtered ? count + ' of ' + lines.length + ' lines' : '';
    byId('filter-state').textContent = filtered ? ': ' + count + ' of ' + lines.length : '';
  };
  const showAll = () => {
    for (const field of Object.values(fields)) field.value = '';
    for (const sign of all('#filter input[name=sign]')) sign.checked = true;
    apply();
  };

  // The drawn timeline: wider and narrower; a stretch of days drawn with the pointer becomes the filter's.
  const zoom = (button) => {
    const drawing = button.closest('.drawing');
    const [band, scroll] = [one('.band', drawing), one('.scroll', drawing)];
    const before = Number(band.dataset.zoom ?? 1);
    const after = Math.min(8, Math.max(1, button.dataset.zoom === 'in' ? before * 2 : before / 2));
    const middle = (scroll.scrollLeft + scroll.clientWidth / 2) / scroll.scrollWidth;
    band.dataset.zoom = after;
    band.style.width = after * 100 + '%';
    scroll.scrollLeft = middle * scroll.scrollWidth - scroll.clientWidth / 2;
  };
  const dayAt = (band, event) => {
    const box = band.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * 960;
    let day = '';
    for (const stretch of band.dataset.days.split(';')) {
      const [left, width, first, last] = stretch.split(' ');
      if (day && x < left) break;
      const days = (Date.parse(last) - Date.parse(first)) / 864e5 + 1;
      const at = Math.min(days - 1, Math.max(0, Math.floor((x - left) / width * days)));
      day = new Date(Date.parse(first) + at * 864e5).toISOString().slice(0, 10);
    }
    return day;
  };
  const drag = (band) => {
    let start = null;
    band.addEventListener('dragstart', (event) => event.preventDefault());
    band.addEventListener('pointerdown', (event) => {
      if (event.pointerType === 'mouse' && event.button === 0) start = { x: event.clientX, day: dayAt(band, event) };
    });
    addEventListener('pointerup', (event) => {
      if (!start || !fields.from) return;
      const { x, day } = start;
      start = null;
      if (Math.abs(event.clientX - x) < 12) return;
      [fields.from.value, fields.to.value] = [day, dayAt(band, event)].sort();
      byId('filter').open = true;
      apply();
      // The click that follows is not meant for a mark.
      addEventListener('click', (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, once: true });
      setTimeout(() => getSelection().removeAllRanges());
    });
  };

  document.addEventListener('DOMContentLoaded', () => {
    lines = all('.line');
    // What is folded gets its buttons when it is opened: a large story has many lines.
    addButtons(lines.filter((line) => !line.closest('details:not([open])')));
    document.addEventListener('toggle', (event) => { if (event.target.open) addButtons(all('.line', event.target)); }, true);
    for (const name of ['words', 'outlet', 'person', 'from', 'to']) {
      const field = byId('filter-' + name);
      if (field) fields[name] = field;
    }
    if (byId('filter')) {
      // In a large story not at every letter.
      let waiting;
      byId('filter').addEventListener('input', () => {
        clearTimeout(waiting);
        if (lines.length < 3000) apply();
        else waiting = setTimeout(apply, 200);
      });
      byId('filter-clear').addEventListener('click', showAll);
      document.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape') return;
        if (byId('filter').contains(document.activeElement)) one('#filter summary').focus();
        byId('filter').open = false;
      });
    }
    for (const box of all('[data-hides]')) {
      box.addEventListener('input', () => root.classList.toggle('no-' + box.dataset.hides, !box.checked));
    }
    all('.band').forEach(drag);
    document.body.append(back);
    document.addEventListener('click', (event) => {
      const button = event.target.closest('button');
      if (button?.matches('.copy')) copy(button);
      else if (button?.dataset.zoom) zoom(button);
      else follow(event);
    });
    addEventListener('hashchange', arrive);
    if (location.hash) arrive();
    // On paper nothing is folded.
    let folded = [];
    addEventListener('beforeprint', () => {
      folded = all('main details:not([open])');
      for (const details of folded) details.open = true;
    });
    addEventListener('afterprint', () => { for (const details of folded) details.open = false; });
  });
})();
