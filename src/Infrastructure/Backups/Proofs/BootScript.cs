using System.Globalization;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Backups.Proofs;

/// <summary>Starts Odoo beside itself, waits for its login page, and fetches one style or script that the page names.</summary>
internal static class BootScript
{
    /// <summary>Begins the line that says why it does not serve.</summary>
    public const string Mark = "saasodoo-proof: ";

    private const string Path = "/etc/odoo/saasodoo-proof.py";

    /// <summary>To read and run for its owner only.</summary>
    private const int Mode = 0x140; // 0500

    // Bounded everywhere: what answers is whatever the database makes of Odoo.
    private const string Content = """
        #!/usr/bin/python3
        import html
        import http.client
        import re
        import subprocess
        import sys
        import time

        LARGEST = 64 << 20
        ASSET = re.compile(r'(?:href|src)="(/web/(?:assets|content)/[^"\s]{1,500}\.(?:css|js)[^"\s]{0,500})"')
        deadline = time.monotonic() + float(sys.argv[1])


        class NotServed(Exception):
            pass


        def get(path, redirects=3):
            connection = http.client.HTTPConnection("127.0.0.1", 8069, timeout=max(1, min(60, deadline - time.monotonic())))
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read(LARGEST)
                place = answer.getheader("Location") or ""
            finally:
                connection.close()
            if answer.status in (301, 302, 303, 307, 308) and redirects > 0:
                return get(re.sub(r"^https?://[^/]*", "", place) or "/", redirects - 1)
            return answer.status, body


        def login_page(odoo):
            refusals = 0
            while time.monotonic() < deadline:
                if odoo.poll() is not None:
                    raise NotServed("it stopped at its start (exit code %d)" % odoo.returncode)
                try:
                    status, body = get("/web/login")
                    if status == 200:
                        return body.decode("utf-8", "replace")
                    refusals += 1
                    if refusals == 5:
                        raise NotServed("its login page answers %d" % status)
                except (OSError, http.client.HTTPException):
                    pass
                time.sleep(0.5)
            raise NotServed("it did not answer in time")


        def prove(odoo):
            named = ASSET.search(login_page(odoo))
            if named is None:
                raise NotServed("its login page names no style and no script")
            try:
                status, body = get(html.unescape(named.group(1)))
            except (OSError, http.client.HTTPException):
                raise NotServed("a style or script of its login page does not come")
            if status != 200 or not body:
                raise NotServed("a style or script of its login page answers %d with %d bytes" % (status, len(body)))


        odoo = subprocess.Popen(["LAUNCHER", "--config", "CONFIGURATION", "--max-cron-threads", "0"])
        try:
            prove(odoo)
        except NotServed as reason:
            print("MARK%s" % reason, flush=True)
            sys.exit(3)
        finally:
            odoo.kill()

        """;

    public static WorkloadFile File { get; } = new(
        Path,
        Content.Replace("LAUNCHER", OdooConfiguration.Executable, StringComparison.Ordinal)
            .Replace("CONFIGURATION", OdooConfiguration.Path, StringComparison.Ordinal).Replace("MARK", Mark, StringComparison.Ordinal),
        Mode,
        OdooConfiguration.FileOwner);

    public static IReadOnlyList<string> Command(TimeSpan limit) => [Path, limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)];
}
