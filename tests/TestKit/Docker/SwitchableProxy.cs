using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SaaSOdoo.TestKit.Docker;

/// <summary>
/// Stands between the platform and something it depends on, and can be switched off: connections are cut and new ones refused
/// (<see cref="SwitchOff"/>), accepted and never answered (<see cref="Hang"/>), or kept as they are with nothing passed on
/// (<see cref="Freeze"/>), until <see cref="SwitchOn"/>.
/// </summary>
public sealed class SwitchableProxy : IAsyncDisposable
{
    private readonly Func<Socket> listen;
    private readonly Func<CancellationToken, Task<Socket>> connect;
    private readonly ConcurrentDictionary<Socket, bool> open = new();
    private Socket? listener;
    private Task accepting = Task.CompletedTask;
    private volatile bool hanging;
    private volatile TaskCompletionSource? frozen;
    private long allowance = long.MaxValue;

    private SwitchableProxy(string endpoint, Func<Socket> listen, Func<CancellationToken, Task<Socket>> connect)
    {
        Endpoint = endpoint;
        this.listen = listen;
        this.connect = connect;
        SwitchOn();
    }

    /// <summary>Where clients connect: <c>unix:///path</c> or <c>tcp://127.0.0.1:port</c>.</summary>
    public string Endpoint { get; }

    /// <summary>A socket file of its own that leads to another one.</summary>
    public static SwitchableProxy ToUnixSocket(string target)
    {
        var path = Path.Combine(Path.GetTempPath(), $"proxy-{Guid.CreateVersion7():N}.sock");
        return new($"unix://{path}", () => Listen(path), async cancellationToken =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(target), cancellationToken);
            return socket;
        });
    }

    /// <summary>A port of the loopback interface that leads to another one.</summary>
    public static SwitchableProxy ToPort(string host, int port)
    {
        var own = DockerTest.FreePort();
        return new($"tcp://127.0.0.1:{own}", () => Listen(own), async cancellationToken =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(host, port, cancellationToken);
            return socket;
        });
    }

    public void SwitchOn()
    {
        Interlocked.Exchange(ref allowance, long.MaxValue);
        hanging = false;
        Interlocked.Exchange(ref frozen, null)?.SetResult();
        if (listener is not null)
            return;

        listener = listen();
        accepting = AcceptAsync(listener);
    }

    public void SwitchOff()
    {
        listener?.Dispose();
        listener = null;
        Cut();
    }

    /// <summary>Switches off in the middle: after so many more bytes, counted in both directions.</summary>
    public void SwitchOffAfter(long bytes) => Interlocked.Exchange(ref allowance, bytes);

    /// <summary>Cuts what is open and lets new connections wait for ever.</summary>
    public void Hang()
    {
        SwitchOn();
        hanging = true;
        Cut();
    }

    /// <summary>As a process that is stopped: connections stay and new ones are accepted, and what is sent arrives when it goes on.</summary>
    public void Freeze() => frozen ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref frozen, null)?.SetResult();
        SwitchOff();
        await accepting;
        if (new Uri(Endpoint) is { Scheme: "unix" } file)
            File.Delete(file.AbsolutePath);
    }

    private static Socket Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        // Switched on again at once, although connections of before are not quite gone.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen(64);
        return socket;
    }

    private static Socket Listen(string path)
    {
        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(64);
        return socket;
    }

    private void Cut()
    {
        foreach (var socket in open.Keys)
            socket.Dispose();
        open.Clear();
    }

    private async Task AcceptAsync(Socket from)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await from.AcceptAsync();
                open[client] = true;
                if (!hanging)
                    connections.Add(ForwardAsync(client));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Switched off.
        }

        await Task.WhenAll(connections);
    }

    private async Task ForwardAsync(Socket client)
    {
        try
        {
            using var target = await connect(CancellationToken.None);
            open[target] = true;
            await Task.WhenAll(PumpAsync(client, target), PumpAsync(target, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // One side is gone: so is the other.
        }
        finally
        {
            client.Dispose();
        }
    }

    // A side that only stops sending (half-closed) goes on receiving.
    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer) is > 0 and var read)
        {
            if (frozen is { } goesOn)
                await goesOn.Task;
            await to.SendAsync(buffer.AsMemory(0, read));
            if (Interlocked.Add(ref allowance, -read) <= 0)
                SwitchOff();
        }

        to.Shutdown(SocketShutdown.Send);
    }
}
