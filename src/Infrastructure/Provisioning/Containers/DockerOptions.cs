namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Section <c>Docker</c>: where the container engine is.</summary>
public sealed class DockerOptions
{
    public const string Section = "Docker";
    public const string DefaultEndpoint = "unix:///var/run/docker.sock";
    internal const string UnixScheme = "unix";

    /// <summary><c>unix:///path</c> or <c>tcp://host:port</c>; by default what <c>DOCKER_HOST</c> says.</summary>
    public string Endpoint { get; set; } = DefaultEndpoint;

    /// <summary>Folder with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c> for TCP with TLS; null without TLS.</summary>
    public string? CertificateDirectory { get; set; }

    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Limit of a call that is not a stream. Creating a container copies the image's content into empty volumes, which takes a while.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long nothing may move while an image is pulled or files are sent; the whole may take as long as it takes.</summary>
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromMinutes(5);

    internal bool IsValid() =>
        Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri)
        && uri.Scheme is UnixScheme or "tcp"
        && (uri.Scheme is UnixScheme ? uri.AbsolutePath.Length > 1 : uri.Port > 0)
        && ConnectTimeout > TimeSpan.Zero
        && CallTimeout > TimeSpan.Zero
        && SilenceTimeout > TimeSpan.Zero;
}
