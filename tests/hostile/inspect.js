function inspect(page) {
  // All that words could have made of a document; nothing where they stayed words.
  const found = [];
  const say = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 200)}`);
  const never = "iframe,object,embed,base,math,style,frame,frameset,video,audio,source,marquee," +
    "template:not([data-notes],[data-editor],[data-dismissal]),dialog,plaintext,xmp,image,foreignObject,animate,set,use,area,map,meta[http-equiv]";
  for (const element of page.querySelectorAll(never)) say("element", element);
  for (const element of page.querySelectorAll("*"))
    for (const { name, value } of element.attributes)
      if (/^on|^(style|srcdoc|ping|background)$/i.test(name) || name === "formaction" && !value.startsWith("/desk/"))
        say(name, element);
  for (const element of page.querySelectorAll("script")) {
    if (element.type === "application/ld+json") JSON.parse(element.textContent);
    else if (!element.src.startsWith(`${location.origin}/static/`) || element.textContent) say("script", element);
  }
  for (const element of page.querySelectorAll("img,link:not([rel^='schema.'])"))
    if (!(element.src || element.href).startsWith(location.origin)) say("source", element);
  for (const element of page.querySelectorAll("form"))
    if (!element.getAttribute("action")?.match(/^(?!\/\/)[/?.#]|^$/) && element.hasAttribute("action")) say("form", element);
  for (const element of page.querySelectorAll("a[href]")) {
    if (!/^https?:$/.test(element.protocol)) say("protocol", element);
    if (element.origin === location.origin) continue;
    if (element.rel !== "nofollow ugc noopener") say("rel", element);
    if (new URL(`http://${element.textContent}`).hostname !== element.hostname) say("host", element);
  }
  const words = ".said,.who,.moderated-said,.moderated-links,.wording,.wording-line,.noted,q,ins,del,mark";
  for (const holder of page.querySelectorAll(words))
    for (const element of holder.querySelectorAll("*"))
      if (!element.matches("p,br,a,mark,ins,del,li,q,span:not([class*=x])")) say("within words", element);
  for (const kept of page.querySelectorAll("template")) found.push(...inspect(document.importNode(kept.content, true)));
  return found;
}
