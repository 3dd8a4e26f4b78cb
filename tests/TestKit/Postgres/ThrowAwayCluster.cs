using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace SaaSOdoo.TestKit.Postgres;

/// <summary>
/// A cluster under /tmp that lives as long as this process: a shell makes and starts it and waits on its standard input, which the
/// system closes when the process ends, even by SIGKILL; then the shell stops the server and deletes the folder.
/// </summary>
internal static class ThrowAwayCluster
{
    private const string Script = """
        set -eu
        bin=$1 port=$2 instances=$3
        read -r password
        dir=$(mktemp -d /tmp/saasodoo-test-postgres.XXXXXX)
        trap '"$bin/pg_ctl" stop -s -m immediate -D "$dir/data" >&2 || true; rm -rf "$dir"' EXIT
        printf '%s\n' "$password" > "$dir/password"
        "$bin/initdb" -D "$dir/data" -U postgres --pwfile="$dir/password" --auth=scram-sha-256 \
            --encoding=UTF8 --locale=C.UTF-8 --no-sync --no-instructions >&2
        if [ "$instances" = True ]; then
            ulimit -d 393216
            printf '%s\n' "listen_addresses = '*'" 'max_connections = 1020' 'superuser_reserved_connections = 20' 'authentication_timeout = 5s' \
                'max_locks_per_transaction = 392' 'temp_file_limit = 2GB' 'log_min_messages = fatal' >> "$dir/data/postgresql.conf"
        else
            printf '%s\n' "listen_addresses = '127.0.0.1'" 'max_connections = 300' >> "$dir/data/postgresql.conf"
        fi
        printf '%s\n' "port = $port" "unix_socket_directories = ''" 'fsync = off' 'synchronous_commit = off' 'full_page_writes = off' 'shared_buffers = 128MB' >> "$dir/data/postgresql.conf"
        printf '%s\n' 'host all all 127.0.0.1/32 scram-sha-256' 'host all all 10.213.0.0/16 scram-sha-256' > "$dir/data/pg_hba.conf"
        "$bin/pg_ctl" start -s -w -t 60 -D "$dir/data" -l "$dir/log" >&2 || { cat "$dir/log" >&2; exit 1; }
        echo ready
        read -r _ || true
        """;

    // Held for as long as the process lives: a collected Process would close the pipe.
    private static readonly List<Process> Keepers = [];

    /// <param name="forInstances">Reached from containers, and bounded as eng/lib/postgres.sh does it.</param>
    public static async Task<string> StartAsync(bool forInstances)
    {
        var bin = FindBinaries();
        var port = FreePort();
        var password = RandomNumberGenerator.GetHexString(32);

        var keeper = Process.Start(Shell(bin, port, forInstances))!;
        lock (Keepers)
            Keepers.Add(keeper);
        await keeper.StandardInput.WriteLineAsync(password);
        await keeper.StandardInput.FlushAsync();
        var errors = keeper.StandardError.ReadToEndAsync();
        if (await keeper.StandardOutput.ReadLineAsync() != "ready")
            throw new InvalidOperationException($"PostgreSQL for the tests did not start: {await errors}");

        return new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = "postgres",
            Password = password,
            Database = "postgres",
        }.ConnectionString;
    }

    private static string FindBinaries()
    {
        const string root = "/usr/lib/postgresql";
        var newest = (Directory.Exists(root) ? Directory.GetDirectories(root) : [])
            .Where(d => File.Exists(Path.Combine(d, "bin", "initdb")))
            .OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var major) ? major : 0)
            .Select(d => Path.Combine(d, "bin"))
            .FirstOrDefault();
        return newest ?? throw Requires.Missing("PostgreSQL is not installed (apt install postgresql) and SAASODOO_TEST_POSTGRES names no server.");
    }

    // In a session of its own, so that Ctrl-C reaches the tests only; PostgreSQL refuses to be root.
    private static ProcessStartInfo Shell(string bin, int port, bool forInstances)
    {
        string[] user = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--"] : [];
        return new("setsid", [.. user, "bash", "-c", Script, "bash", bin, port.ToString(), forInstances.ToString()])
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
