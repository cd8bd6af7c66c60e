// A certified OpenID Connect provider on this machine, for the tests of signing in.
// Usage: node provider.js REDIRECT_URI [basic|post]. Prints its issuer once it listens. Whoever signs in is who they say;
// their names are standard claims, their e-mail is verified unless the name begins with `unverified`.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [redirect, way = "basic"] = process.argv.slice(2);
const server = createServer((request, response) => handle(request, response));
let handle = (_, response) => response.end();

server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "motcua",
        client_secret: "a secret: with signs %&",
        redirect_uris: [redirect],
        token_endpoint_auth_method: `client_secret_${way}`,
      },
    ],
    clientAuthMethods: [`client_secret_${way}`],
    claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
    cookies: { keys: ["only for tests"] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        name: `Nguyễn Văn ${id}`,
        email: `${id}@id.example.vn`,
        email_verified: !id.startsWith("unverified"),
      }),
    }),
  });
  handle = provider.callback();
  console.log(issuer);
});
// The test holds the other end: when it goes, so does this.
process.stdin.resume().on("end", () => process.exit());
