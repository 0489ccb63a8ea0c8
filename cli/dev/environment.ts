/** What programs need of the environment: paths, proxies, certificates, locale, and Go's own settings. No secret is one. */
const NEEDED =
  /^(PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|TEMP|TMP|LANG|LC_.*|TZ|XDG_.*|GO.*|CGO_.*|CC|CXX|JAVA_HOME|SSL_CERT_.*|NODE_EXTRA_CA_CERTS|(https?|no|all)_proxy|SYSTEMROOT|COMSPEC|PATHEXT)$/i;

/** The environment for a program that is started: without whatever secrets this process has. */
export function cleanEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => NEEDED.test(name)));
}
