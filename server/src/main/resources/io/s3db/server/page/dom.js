/**
 * Builds and updates elements. What comes from outside becomes text, or the value of a harmless
 * attribute: a record called "<img onerror=…>" is just an odd name here.
 */

const FORBIDDEN = /^(on|style$|srcdoc$|formaction$)/i;

/** An element: h('p.note', { title: 'x' }, 'text', child). Children that are null or false are left out. */
export function h(spec, ...rest) {
  const [tag, ...classes] = spec.split('.');
  return build(document.createElement(tag), classes, rest);
}

/** The same for drawings. */
export function svg(spec, ...rest) {
  const [tag, ...classes] = spec.split('.');
  return build(document.createElementNS('http://www.w3.org/2000/svg', tag), classes, rest);
}

function build(element, classes, rest) {
  if (classes.length) {
    element.setAttribute('class', classes.join(' '));
  }
  const children = [...rest];
  if (isAttributes(children[0])) {
    for (const [name, value] of Object.entries(children.shift())) {
      set(element, name, value);
    }
  }
  element.append(...nodes(children));
  return element;
}

function isAttributes(value) {
  return value !== null && typeof value === 'object' && !(value instanceof Node) && !Array.isArray(value);
}

function set(element, name, value) {
  if (FORBIDDEN.test(name)) {
    throw new Error(`attribute ${name} is not for the page to set`);
  }
  if (name === 'href' && !/^[#/.]/.test(value)) {
    throw new Error('links lead to this page only');
  }
  if (value !== null && value !== undefined && value !== false) {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false && child !== '')
    .map((child) => (child instanceof Node ? child : document.createTextNode(String(child))));
}

/**
 * Makes the content of an element what is wanted, and keeps the nodes that are there already: focus, open
 * details, ticked boxes and selections of text outlive an update. Elements with data-key are known by it.
 */
export function update(parent, ...wanted) {
  let place = parent.firstChild;
  for (const next of nodes(wanted)) {
    const known = counterpart(place, next);
    if (!known) {
      parent.insertBefore(next, place);
      continue;
    }
    if (known === place) {
      place = place.nextSibling;
    } else {
      parent.insertBefore(known, place);
    }
    align(known, next);
  }
  while (place) {
    const gone = place;
    place = place.nextSibling;
    gone.remove();
  }
}

function counterpart(place, next) {
  const key = next.dataset?.key;
  if (key === undefined) {
    const same = place && place.nodeName === next.nodeName && place.dataset?.key === undefined;
    return same ? place : null;
  }
  for (let node = place; node; node = node.nextSibling) {
    if (node.dataset?.key === key && node.nodeName === next.nodeName) {
      return node;
    }
  }
  return null;
}

function align(node, next) {
  if (node.nodeType === Node.TEXT_NODE) {
    if (node.data !== next.data) {
      node.data = next.data;
    }
    return;
  }
  for (const { name } of [...node.attributes]) {
    if (!next.hasAttribute(name) && !isOfTheUser(node, name)) {
      node.removeAttribute(name);
    }
  }
  for (const { name, value } of next.attributes) {
    if (node.getAttribute(name) !== value && !isOfTheUser(node, name)) {
      node.setAttribute(name, value);
    }
  }
  update(node, [...next.childNodes]);
}

/** What a person does to an element is not undone by an update. */
function isOfTheUser(node, name) {
  return name === 'open' || name === 'aria-disabled' || (name === 'value' && node.nodeName === 'INPUT');
}

/** The element with an id. */
export function byId(id) {
  return document.getElementById(id);
}
