using System.Formats.Tar;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using Docker.DotNet;
using Docker.DotNet.Models;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Files of a container, running or not, as tar streams; its volumes are mounted for the call.</summary>
internal sealed class ContainerArchives(DockerEngine engine)
{
    public async Task<bool> ExistsAsync(string container, string path, CancellationToken cancellationToken) =>
        await OpenAsync(container, path, statOnly: true, cancellationToken) is not null;

    /// <summary>A file or a tree; entries begin with the last part of the path. Null when there is no such path.</summary>
    public async Task<Stream?> GetAsync(string container, string path, CancellationToken cancellationToken) =>
        (await OpenAsync(container, path, statOnly: false, cancellationToken))?.Stream;

    /// <summary>Unpacks a few small files into a directory that exists; owners and modes are those of the entries.</summary>
    public async Task PutAsync(string container, string directory, IEnumerable<PaxTarEntry> files, CancellationToken cancellationToken)
    {
        using var tar = await TarContent.OfAsync(files, cancellationToken);
        await engine.CallAsync((docker, token) => ExtractAsync(docker, container, directory, tar, token), cancellationToken);
    }

    /// <summary>
    /// Unpacks a tar that is written while it is sent and may take as long as it takes. What the writer refuses, or does not get, is thrown as it
    /// is, and what was unpacked until then stays.
    /// </summary>
    public async Task PutAsync(
        string container, string directory, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo? why = null;
        try
        {
            await engine.TransferAsync((docker, moved, token) => PassAsync(docker, moved, container, directory, RememberAsync, token), cancellationToken);
        }
        catch when (why is not null)
        {
            why.Throw();
        }

        async Task RememberAsync(Stream body, CancellationToken token)
        {
            try
            {
                await write(body, token);
            }
            catch (Exception e) when (e is RefusedException or DependencyUnavailableException)
            {
                why = ExceptionDispatchInfo.Capture(e);
                throw;
            }
        }
    }

    private static async Task PassAsync(
        IDockerClient docker,
        Action moved,
        string container,
        string directory,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteAsync(pipe.Writer, write, stop.Token);
        try
        {
            await ExtractAsync(docker, container, directory, new WatchedStream(pipe.Reader.AsStream(), moved), cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await pipe.Reader.CompleteAsync();
            await writing;
        }
    }

    // Never fails itself: a tar cut short makes the upload fail, so that the engine does not take it for whole.
    private static async Task WriteAsync(PipeWriter pipe, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write(pipe.AsStream(leaveOpen: true), cancellationToken);
            await pipe.CompleteAsync();
        }
        catch (Exception e)
        {
            await pipe.CompleteAsync(e);
        }
    }

    private Task<ContainerArchiveResponse?> OpenAsync(string container, string path, bool statOnly, CancellationToken cancellationToken) =>
        engine.FindAsync(
            (docker, token) => docker.Containers.GetArchiveFromContainerAsync(container, new() { Path = path }, statOnly, token), cancellationToken);

    private static Task ExtractAsync(IDockerClient docker, string container, string directory, Stream tar, CancellationToken cancellationToken) =>
        docker.Containers.ExtractArchiveToContainerAsync(container, new() { Path = directory }, tar, cancellationToken);
}
