/**
 * Asks the browser for a passkey, which nothing but a script can: a form marked `data-passkey` is sent by this script, a
 * first time for what the key is asked, a second time with its answer. Where there are no passkeys nothing is shown.
 */
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !window.fetch) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) =>
      one.charCodeAt(0),
    );
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const listed = (keys) =>
    (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

  async function create(options) {
    const asked = {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
    };
    asked.excludeCredentials = listed(options.excludeCredentials);
    const key = await navigator.credentials.create({ publicKey: asked });
    const { attestationObject, clientDataJSON } = key.response;
    const transports = key.response.getTransports?.() ?? [];
    return answered(key, {
      attestationObject: text(attestationObject),
      clientDataJSON: text(clientDataJSON),
      transports,
    });
  }

  async function find(options) {
    const asked = {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: listed(options.allowCredentials),
    };
    const key = await navigator.credentials.get({ publicKey: asked });
    const { authenticatorData, clientDataJSON, signature, userHandle } =
      key.response;
    return answered(key, {
      authenticatorData: text(authenticatorData),
      clientDataJSON: text(clientDataJSON),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    });
  }

  const answered = (key, response) => ({
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    extensions: {},
    response,
  });

  async function send(address, body, type) {
    const headers = type ? { "content-type": type } : {};
    const answer = await fetch(address, {
      method: "POST",
      headers,
      body,
      redirect: "error",
    });
    const isJson = answer.headers
      .get("content-type")
      ?.startsWith("application/json");
    return {
      isFine: answer.ok && isJson,
      said: isJson ? await answer.json() : {},
    };
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.querySelector("[data-without]")?.remove();
    for (const part of form.querySelectorAll("[data-with]"))
      part.hidden = false;
    form.hidden = false;
    const wrong = form.querySelector("[role=alert]");
    const button = form.querySelector("button");
    const words = form.dataset;
    const say = (what) => {
      wrong.textContent = what;
      wrong.hidden = what === "";
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      say("");
      button.disabled = true;
      try {
        const begun = await send(
          form.action,
          new URLSearchParams(new FormData(form)),
        );
        if (!begun.isFine) return say(begun.said.wrong ?? words.broken);
        const options = begun.said.options.publicKey;
        let credential;
        try {
          credential = await (words.passkey === "add"
            ? create(options)
            : find(options));
        } catch {
          return say(words.lost);
        }
        const note =
          form.elements.namedItem(words.passkey === "add" ? "name" : "ve")
            ?.value ?? "";
        const body = JSON.stringify({
          token: begun.said.token,
          credential,
          text: note,
        });
        const ended = await send(words.finish, body, "application/json");
        if (!ended.isFine) return say(ended.said.wrong ?? words.broken);
        location.assign(ended.said.to);
      } catch {
        say(words.broken);
      } finally {
        button.disabled = false;
      }
    });
  }
})();
