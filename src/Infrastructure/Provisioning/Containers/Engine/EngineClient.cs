namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

/// <summary>
/// The Docker Engine API, the part the platform uses. Names follow Docker.DotNet, so that it could take over.
/// </summary>
internal sealed class EngineClient : IDisposable
{
    public EngineClient(DockerOptions options)
    {
        Transport = new(options);
        Containers = new(Transport);
        Archives = new(Transport);
        Images = new(Transport);
        Networks = new(Transport);
        Volumes = new(Transport);
        System = new(Transport);
    }

    public EngineTransport Transport { get; }
    public ContainerOperations Containers { get; }
    public ArchiveOperations Archives { get; }
    public ImageOperations Images { get; }
    public NetworkOperations Networks { get; }
    public VolumeOperations Volumes { get; }
    public SystemOperations System { get; }

    public void Dispose() => Transport.Dispose();
}
